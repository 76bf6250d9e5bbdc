// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.BackendManifest;
import io.paddock.api.ModelListing;
import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
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
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Serves GGUF files with llama.cpp, each in a process of its own. Stateless but for what it has seen on the disk. */
@Component(service = Backend.class, configurationPid = Config.PID)
@Designate(ocd = Config.class)
public final class LlamaCppBackend implements Backend, ModelSource {
    static final String ID = "llamacpp";

    private final BackendManifest manifest;
    private final Settings settings;
    private final ModelFolder models;
    private final WorkerFiles files;
    private final Plans plans;

    @Activate
    public LlamaCppBackend(BundleContext context, Config config, @Reference EngineFiles engineFiles) {
        this(
                version(context.getBundle()),
                Settings.of(config, home(context), System.getenv("PADDOCK_MODEL_FILES")),
                new WorkerFiles(engineFiles, workerJars(context.getBundle())));
    }

    LlamaCppBackend(String version, Settings settings, WorkerFiles files) {
        this.manifest = Manifests.of(version);
        this.settings = settings;
        this.models = new ModelFolder(settings.modelsFolder(), settings.modelFiles());
        this.files = files;
        this.plans = new Plans(
                settings,
                models,
                files,
                new WorkerLaunch(
                        Path.of(System.getProperty("java.home")),
                        Runtime.version().feature()),
                Runtime.getRuntime().availableProcessors());
    }

    @Override
    public BackendManifest manifest() {
        return manifest;
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        return plans.plan(spec);
    }

    /** Unpacks the engine when that was not done yet, so that the first plan need not. */
    @Override
    public Availability availability() {
        String problem = settings.problem() == null ? files.place().problem() : settings.problem();
        return problem == null ? Availability.available() : Availability.unavailable(problem);
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        return models.models().values().stream()
                .filter(model -> model.problem() == null)
                .map(ModelFile::listing)
                .toList();
    }

    private static String version(Bundle bundle) {
        Version version = bundle.getVersion();
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
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
