// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.testkit.FakeEngine;
import io.paddock.testkit.operator.TestBundle;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bundle of the fake engine's backend, in as many versions as a test likes, and as bad as it likes. */
final class FakeEngineJar {
    /** Its bundle's name. */
    static final String NAME = "io.paddock.itests.fake";

    /** The feature that brings it first. */
    static final String FEATURE = "fake-engine";

    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s">
              <implementation class="%1$s"/>
              <service><provide interface="io.paddock.spi.Backend"/></service>
            </scr:component>
            """.formatted(FakeEngineBackend.class.getName());
    private static final String FEATURES = """
            <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
              <feature name="%1$s" version="0.1.0"><bundle start-level="80">%2$s</bundle></feature>
            </features>
            """;

    private FakeEngineJar() {}

    /** A jar of that version in {@code folder}. */
    static Path of(Path folder, String version, Flaw flaw) throws IOException {
        Map<String, String> headers = new HashMap<>(Map.of(FakeEngineBackend.COMMAND, command(flaw)));
        if (!flaw.need.isEmpty()) {
            headers.put("Require-Capability", flaw.need);
        }
        if (flaw == Flaw.STAYS) {
            headers.put(FakeEngineBackend.STAYS, "true");
        }
        Path file = folder.resolve("fake-" + version + ".jar");
        new TestBundle(
                        NAME,
                        version,
                        "io.paddock.api,io.paddock.spi,org.osgi.framework",
                        COMPONENT,
                        headers,
                        List.of(FakeEngineBackend.class, FakeEngineDriver.class))
                .write(file);
        return file;
    }

    /** A features file in {@code folder} that brings the good first version, which stays there. */
    static Path features(Path folder) throws IOException {
        Path file = folder.resolve("fake-features.xml");
        return Files.writeString(
                file, FEATURES.formatted(FEATURE, of(folder, "0.1.0", Flaw.NONE).toUri()));
    }

    private static String command(Flaw flaw) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                Stream.of(FakeEngine.class, Flaw.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class)
                        .map(FakeEngineJar::place)
                        .collect(Collectors.joining(File.pathSeparator)),
                flaw.engine,
                "--port"));
        words.addAll(flaw.arguments.isEmpty() ? List.of() : List.of(flaw.arguments.split(" ", -1)));
        return String.join("|", words);
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
