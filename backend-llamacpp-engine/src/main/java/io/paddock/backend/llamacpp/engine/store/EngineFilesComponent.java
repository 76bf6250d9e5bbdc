// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.Placement;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The wiring. */
@Component(configurationPid = "io.paddock.backend.llamacpp.engine")
@Designate(ocd = EngineFilesComponent.Config.class)
public final class EngineFilesComponent implements EngineFiles {
    private final UnpackedEngine engine;

    @ObjectClassDefinition(name = "Paddock llama.cpp engine files")
    @interface Config {
        @AttributeDefinition(description = "Folder for unpacked engines; empty: the runtime's data folder")
        String data__folder() default "";

        @AttributeDefinition(description = "Folder with an own build of java-llama.cpp's library; empty: the fragments")
        String natives__folder() default "";
    }

    @Activate
    public EngineFilesComponent(BundleContext context, Config config) {
        Path natives = config.natives__folder().isBlank() ? null : Path.of(config.natives__folder());
        engine = new UnpackedEngine(
                new FolderStore(data(context, config).resolve("engines")),
                new BundleSource(context.getBundle(), natives, Platform.here()));
    }

    @Override
    public Placement engine() {
        return engine.engine();
    }

    @Override
    public Placement place(Map<String, URL> files) {
        return engine.place(files);
    }

    private static Path data(BundleContext context, Config config) {
        if (!config.data__folder().isBlank()) {
            return Path.of(config.data__folder());
        }
        String karaf = context.getProperty("karaf.data");
        return Path.of(karaf == null ? System.getProperty("java.io.tmpdir") : karaf, "paddock");
    }
}
