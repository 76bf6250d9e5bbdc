// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ModelListing;
import io.paddock.api.Support;
import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.surface.ExecutionSurface;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
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
@Component(service = Backend.class, configurationPid = Config.PID)
@Designate(ocd = Config.class)
public final class LlamaCppBackend implements Backend, ModelSource, AutoCloseable {
    static final String ID = "llamacpp";

    private final BackendManifest manifest;
    private final Settings settings;
    private final ModelFolder models;
    private final ServerScout scout;
    private final Engines engines;
    private final Plans plans;
    private final RemoteServers remote = new RemoteServers();
    private final RemotePlans remotePlans;

    @Activate
    public LlamaCppBackend(BundleContext context, Config config, @Reference EngineFiles engineFiles) {
        this(
                context.getBundle().getVersion().toString(),
                Settings.of(config, home(context), System.getenv("PADDOCK_MODEL_FILES")),
                new WorkerFiles(engineFiles, workerJars(context.getBundle())),
                ServerSearch.ofEnvironment());
    }

    LlamaCppBackend(String version, Settings settings, WorkerFiles files, ServerSearch search) {
        this.manifest = Manifests.of(version, settings.options().engine(), settings.place() != null);
        this.settings = settings;
        this.models = new ModelFolder(settings.modelsFolder(), settings.modelFiles());
        this.scout = new ServerScout(search);
        this.engines = new Engines(scout, files);
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
        return remotePlans.wants(spec) ? remotePlans.plan(spec) : plans.plan(spec);
    }

    /** Finds the engine, asks it what it is or unpacks it when that was not done yet, so that the first plan need not. */
    @Override
    public Availability availability() {
        String problem = settings.problem() != null
                ? settings.problem()
                : remotePlans.preferred()
                        ? remotePlans.problem()
                        : engines.choose(settings.options()).problem();
        return problem == null ? Availability.available() : Availability.unavailable(problem);
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        if (remotePlans.preferred()) {
            return remotePlans.models();
        }
        Engines.Choice choice = engines.choose(settings.options());
        return models.models().values().stream()
                .filter(model -> model.problem() == null)
                .filter(model -> choice.isServer()
                        || SupportedModels.problem(model.header()).isEmpty())
                .map(model -> model.listing(capabilities(choice, model)))
                .toList();
    }

    /** As far as they are known before it runs. */
    private Map<Capability, Support> capabilities(Engines.Choice choice, ModelFile model) {
        LlamaCppOptions options = settings.options();
        if (choice.isServer()) {
            ServerRole role = ServerRole.of(options, model, choice.server().build());
            return Manifests.server(role, options.chatTemplate().isEmpty());
        }
        String architecture = model.header().architecture();
        boolean embeds = !options.embeddings().equals("false") && SupportedModels.embeds(architecture);
        return Manifests.worker(!SupportedModels.isEmbedder(architecture), embeds);
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
