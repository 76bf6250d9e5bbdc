// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.Engine;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.ModelListing;
import io.paddock.api.Support;
import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.servers.AddedServers;
import io.paddock.backend.llamacpp.servers.Limits;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelFacts;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.surface.ExecutionSurface;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Serves GGUF files with llama.cpp, each in a process of its own. Stateless but for what it has seen on the disk. */
@Component(
        service = {Backend.class, LlamaCppBackend.class},
        configurationPid = Config.PID)
@Designate(ocd = Config.class)
public final class LlamaCppBackend implements Backend, ModelSource, ModelFacts, AutoCloseable {
    static final String ID = "llamacpp";

    private final BackendManifest manifest;
    private final Settings settings;
    private final ModelFolder models;
    private final ServerSearch search;
    private final ServerScout scout = new ServerScout();
    private final Engines engines;
    private final EngineUsers users = new EngineUsers();
    private final EngineList list;
    private final EngineChanges changes;
    private final Plans plans;
    private final RemoteServers remote = new RemoteServers();
    private final RemotePlans remotePlans;

    @Activate
    public LlamaCppBackend(BundleContext context, Config config, @Reference EngineFiles engineFiles) {
        this(
                context.getBundle().getVersion().toString(),
                Settings.of(config, home(context), System.getenv("PADDOCK_MODEL_FILES")),
                new WorkerFiles(engineFiles, workerJars(context.getBundle())),
                ServerSearch.ofEnvironment(added(engineFiles)));
        changes.clean();
    }

    LlamaCppBackend(String version, Settings settings, WorkerFiles files, ServerSearch search) {
        this.manifest = Manifests.of(version, settings.options().engine(), settings.place() != null);
        this.settings = settings;
        this.search = search;
        this.models = new ModelFolder(settings.modelsFolder(), settings.modelFiles());
        this.engines = new Engines(search, scout, files);
        this.list = new EngineList(settings.options(), search, scout, files.engines());
        this.changes = new EngineChanges(settings.options(), list, search.added(), scout);
        WorkerLaunch launch = new WorkerLaunch(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
        this.plans = new Plans(
                settings,
                models,
                engines,
                new WorkerPlans(launch),
                Runtime.getRuntime().availableProcessors());
        this.remotePlans = new RemotePlans(settings, remote);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSurface(ExecutionSurface surface) {
        remote.add(surface);
        remotePlans.prepare();
    }

    void unbindSurface(ExecutionSurface surface) {
        remote.remove(surface);
    }

    /** Ends the thread that asks programs what they are. */
    @Deactivate
    @Override
    public void close() {
        scout.close();
    }

    @Override
    public BackendManifest manifest() {
        return manifest;
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        if (remotePlans.wants(spec)) {
            return remotePlans.plan(spec);
        }
        Plans.Planned planned = plans.plan(spec);
        users.planned(planned.plan().key(), planned.engine());
        return planned.plan();
    }

    /** Finds the engine, asks it what it is or unpacks it when that was not done yet, so that the first plan need not. */
    @Override
    public Availability availability() {
        String problem = settings.problem() != null
                ? settings.problem()
                : remotePlans.preferred() ? remotePlans.problem() : choice(null).problem();
        return problem == null ? Availability.available() : Availability.unavailable(problem);
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        if (remotePlans.preferred()) {
            return remotePlans.models();
        }
        List<ModelListing> listings = new ArrayList<>();
        for (ModelFile model : models.models().values()) {
            Engines.Choice choice = choice(model.id());
            boolean can = model.problem() == null
                    && (choice.isServer()
                            || SupportedModels.problem(model.header()).isEmpty());
            if (can) {
                listings.add(model.listing(
                        Abilities.of(choice, settings.options(), model).capabilities()));
            }
        }
        return listings;
    }

    @Override
    public Map<Capability, Support> facts(InstanceSpec spec, Duration budget) {
        return known(spec, budget).capabilities();
    }

    /** Nothing is known of a file on another machine. */
    @Override
    public Known known(InstanceSpec spec, Duration budget) {
        return remotePlans.wants(spec) ? new Known(Map.of(), Set.of()) : plans.known(spec);
    }

    /** The engine for a model that nobody asks more of, or for all that nothing was chosen for with null. */
    private Engines.Choice choice(String model) {
        return engines.choose(new EngineWish(model, settings.options(), Set.of()));
    }

    /**
     * Every engine, those that do not work too. Blocks while programs are asked what they are.
     *
     * @param instances live instances of all backends
     */
    List<Engine> engines(List<InstanceSnapshot> instances) {
        Engines.Choice standard = choice(null);
        String name = standard.problem() == null ? standard.name() : "";
        return list.engines(name, search.added().choices(), users(instances));
    }

    /** Ids of live instances by the name of their engine. */
    Map<String, List<String>> users(List<InstanceSnapshot> instances) {
        return users.of(instances);
    }

    /** What changes them. */
    EngineChanges changes() {
        return changes;
    }

    private static AddedServers added(EngineFiles files) {
        return new AddedServers(files.folder().resolve("servers"), Limits.DEFAULT);
    }

    private static Path home(BundleContext context) {
        for (String property : List.of("paddock.home", "karaf.base")) {
            String home = context.getProperty(property);
            if (home != null && !home.isBlank()) {
                return Path.of(home);
            }
        }
        return Path.of("");
    }

    private static Map<String, URL> workerJars(Bundle bundle) {
        Map<String, URL> jars = new TreeMap<>();
        Enumeration<URL> found = bundle.findEntries("worker", "*.jar", false);
        if (found != null) {
            for (URL url : Collections.list(found)) {
                jars.put(url.getPath().substring(url.getPath().lastIndexOf('/') + 1), url);
            }
        }
        return jars;
    }
}
