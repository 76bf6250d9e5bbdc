// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import io.paddock.api.VerbOutput;
import io.paddock.api.Verbs;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The verbs that are there now, for callers without a Karaf shell. Thread-safe. */
@Component(service = Verbs.class, immediate = true)
public final class VerbService implements Verbs {
    private static final String PREFIX = Usage.SCOPE + ":";

    private final SortedMap<String, Verb> verbs = new ConcurrentSkipListMap<>();

    /** A verb has come. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bindVerb(Verb verb) {
        verbs.put(verb.usage().name(), verb);
    }

    /** A verb goes. */
    public void unbindVerb(Verb verb) {
        verbs.remove(verb.usage().name(), verb);
    }

    @Override
    public List<String> names() {
        return List.copyOf(verbs.keySet());
    }

    @Override
    public int run(String line, VerbOutput output) {
        List<String> words;
        try {
            words = Words.of(line);
        } catch (UsageException e) {
            output.err(e.getMessage() + "\nUsage: VERB [WORDS], for example " + PREFIX + "backends\n");
            return VerbRunner.USAGE;
        }
        String first = words.isEmpty() ? "help" : words.get(0);
        Verb verb = verbs.get(first.startsWith(PREFIX) ? first : PREFIX + first);
        return verb == null ? unknown(first, output) : VerbRunner.run(verb, words.subList(1, words.size()), output);
    }

    private int unknown(String word, VerbOutput output) {
        if (verbs.isEmpty()) {
            output.err("draining: No verb is here, because the kernel is not running.\n");
            return VerbRunner.FAILED;
        }
        Table list = Table.plain();
        verbs.values()
                .forEach(verb ->
                        list.row("  " + verb.usage().name(), verb.usage().summary()));
        String text = list.text() + "Each explains itself with --help.\n";
        if (List.of("help", "--help", PREFIX + "help").contains(word)) {
            output.out(text);
            return VerbRunner.OK;
        }
        output.err(Printable.line("Unknown verb '" + word + "'.") + "\nUsage: VERB [WORDS]\n" + text);
        return VerbRunner.USAGE;
    }
}
