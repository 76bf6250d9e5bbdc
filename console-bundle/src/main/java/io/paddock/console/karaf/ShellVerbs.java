// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.karaf;

import io.paddock.console.Choices;
import io.paddock.console.Verb;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Puts every verb into the shell's registry while both are there. */
@Component(
        service = {},
        immediate = true)
public final class ShellVerbs {
    private final Registry registry;
    private final Choices choices;
    private final Map<Verb, VerbCommand> commands = new ConcurrentHashMap<>();

    @Activate
    public ShellVerbs(@Reference SessionFactory shell, @Reference Choices choices) {
        this.registry = shell.getRegistry();
        this.choices = choices;
    }

    /** A verb has come. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bindVerb(Verb verb) {
        VerbCommand command = new VerbCommand(verb, choices);
        commands.put(verb, command);
        registry.register(command);
    }

    /** A verb goes. */
    public void unbindVerb(Verb verb) {
        VerbCommand command = commands.remove(verb);
        if (command != null) {
            registry.unregister(command);
        }
    }

    /** The shell or this bundle goes. */
    @Deactivate
    public void close() {
        commands.keySet().forEach(this::unbindVerb);
    }
}
