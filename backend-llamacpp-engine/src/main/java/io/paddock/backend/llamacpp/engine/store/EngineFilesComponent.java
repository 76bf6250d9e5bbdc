// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.NativeSet;
import io.paddock.backend.llamacpp.engine.Placement;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
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
        EngineSource fragments = new BundleSource(context.getBundle(), Platform.here(), device(context));
        engine = new UnpackedEngine(
                new FolderStore(data(context, config)
                        .resolve("engines")
                        .toAbsolutePath()
                        .normalize()),
                config.natives__folder().isBlank()
                        ? fragments
                        : new FolderSource(Path.of(config.natives__folder()), fragments));
    }

    @Override
    public Path folder() {
        return engine.folder();
    }

    @Override
    public List<NativeSet> natives() {
        return engine.natives();
    }

    @Override
    public String selected() {
        return engine.selected();
    }

    @Override
    public Placement engine(String natives) {
        return engine.engine(natives);
    }

    @Override
    public Placement place(Map<String, URL> files) {
        return engine.place(files);
    }

    /** The fragments' selection filters look at the same property. */
    private static String device(BundleContext context) {
        String device = context.getProperty("paddock.natives");
        return device == null ? "" : device.strip();
    }

    private static Path data(BundleContext context, Config config) {
        if (!config.data__folder().isBlank()) {
            return Path.of(config.data__folder());
        }
        String karaf = context.getProperty("karaf.data");
        return Path.of(karaf == null ? System.getProperty("java.io.tmpdir") : karaf, "paddock");
    }
}
