// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code sbom}: what this distribution consists of, as a CycloneDX bill of materials. It is read from the files that
 * are there, so nothing is missing and no network is needed.
 */
final class SbomVerb implements Verb {
    private final Path home;
    private final Terminal terminal;

    SbomVerb(Path home, Terminal terminal) {
        this.home = home;
        this.terminal = terminal;
    }

    @Override
    public int run(List<String> args) throws IOException {
        JarReader reader = new JarReader();
        for (String folder : List.of("lib", "system", "deploy")) {
            for (Path jar : jars(home.resolve(folder))) {
                String name = home.resolve(folder).relativize(jar).toString().replace('\\', '/');
                reader.read(name, Files.readAllBytes(jar));
            }
        }
        terminal.out().println(Json.pretty(bill(reader.found())));
        return 0;
    }

    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static ObjectNode bill(List<Component> found) throws IOException {
        ObjectNode bill = Json.object();
        bill.put("bomFormat", "CycloneDX").put("specVersion", "1.5").put("version", 1);
        ObjectNode self = bill.putObject("metadata").putObject("component");
        self.put("type", "application").put("group", "io.paddock").put("name", "paddock");
        self.put("version", VersionVerb.own());
        ArrayNode components = bill.putArray("components");
        found.stream().sorted().distinct().forEach(component -> describe(component, components.addObject()));
        return bill;
    }

    private static void describe(Component component, ObjectNode node) {
        node.put("type", "library").put("bom-ref", component.purl() + "#" + component.sha256());
        if (!component.group().isEmpty()) {
            node.put("group", component.group());
        }
        node.put("name", component.name());
        if (!component.version().isEmpty()) {
            node.put("version", component.version());
        }
        node.putArray("hashes").addObject().put("alg", "SHA-256").put("content", component.sha256());
        if (!component.licence().isEmpty()) {
            node.putArray("licenses").addObject().putObject("license").put("name", component.licence());
        }
        node.put("purl", component.purl());
    }
}
