// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;

/** The built distribution as a Pax Exam container. */
final class Container {
    private static final String KARAF = System.getProperty("karaf.version");

    private Container() {}

    static Option[] distribution() {
        return options(composite(archive()), composite(repository()), composite(virtualMachine()));
    }

    private static Option[] archive() {
        String port = Integer.toString(freePort());
        return options(
                karafDistributionConfiguration()
                        .frameworkUrl(Path.of(System.getProperty("paddock.archive"))
                                .toAbsolutePath()
                                .normalize()
                                .toUri()
                                .toString())
                        .name("paddock")
                        .karafVersion(KARAF)
                        .unpackDirectory(new File("target/exam"))
                        .useDeployFolder(false),
                configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
                keepRuntimeFolder(),
                systemProperty("pax.exam.service.timeout").value("60000"),
                editConfigurationFilePut("etc/org.ops4j.pax.web.cfg", "org.osgi.service.http.port", port));
    }

    /** Only for Pax Exam's own bundles; they are in the repository because this module depends on them. */
    private static Option[] repository() {
        return options(
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        System.getProperty("paddock.repository")),
                editConfigurationFilePut("etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories", ""));
    }

    /** What the launcher's Karaf passes to the JVM, which Pax Exam starts by itself. */
    private static Option[] virtualMachine() {
        List<String> words = new ArrayList<>(List.of(
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module",
                "java.base=lib/endorsed/org.apache.karaf.specs.locator-" + KARAF + ".jar",
                "--patch-module",
                "java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + KARAF + ".jar"));
        for (String opened : List.of(
                "java.base/java.security",
                "java.base/java.net",
                "java.base/java.lang",
                "java.base/java.util",
                "java.rmi/sun.rmi.transport.tcp")) {
            words.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED"));
        }
        for (String protocol : List.of("http", "https", "jar")) {
            words.add("--add-exports=java.base/sun.net.www.protocol." + protocol + "=ALL-UNNAMED");
        }
        return words.stream().map(CoreOptions::vmOption).toArray(Option[]::new);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
