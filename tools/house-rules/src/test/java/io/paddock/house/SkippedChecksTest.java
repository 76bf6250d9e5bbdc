// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the run left out, and why, said last; with {@code PADDOCK_REQUIRE=all} nothing may be left out. */
class SkippedChecksTest {
    @Test
    void what_was_skipped_is_said() throws Exception {
        Path root = Path.of(System.getProperty("paddock.project")).normalize();
        long since = Instant.parse(System.getProperty("paddock.build.started")).toEpochMilli();

        List<String> skipped = skipped(root, since);

        System.out.println(skipped.isEmpty() ? "Skipped checks: none" : "Skipped checks:");
        skipped.forEach(line -> System.out.println("  " + line));
        if ("all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            assertEquals(List.of(), skipped, "PADDOCK_REQUIRE=all");
        }
    }

    @Test
    void a_skipped_check_is_found_with_its_reason(@TempDir Path root) throws Exception {
        Path reports = Files.createDirectories(root.resolve("module/target/failsafe-reports"));
        Files.writeString(reports.resolve("TEST-x.xml"), """
                <testsuite><testcase classname="a.B" name="c"><skipped message="no such thing"/></testcase>
                <testcase classname="a.B" name="d"/></testsuite>
                """);

        assertEquals(List.of("a.B.c: no such thing"), skipped(root, 0));
        assertTrue(skipped(root, Long.MAX_VALUE).isEmpty(), "an old report counts");
    }

    private static List<String> skipped(Path root, long sinceMillis) throws Exception {
        List<String> found = new ArrayList<>();
        for (Path report : reports(root, sinceMillis)) {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                NodeList skips = test.getElementsByTagName("skipped");
                if (skips.getLength() > 0) {
                    String reason = ((Element) skips.item(0)).getAttribute("message");
                    found.add(test.getAttribute("classname") + "." + test.getAttribute("name") + ": " + reason);
                }
            }
        }
        return found;
    }

    private static List<Path> reports(Path root, long sinceMillis) throws IOException {
        try (Stream<Path> files = Files.find(
                root,
                5,
                (file, facts) -> isReport(file) && facts.lastModifiedTime().toMillis() >= sinceMillis)) {
            return files.sorted().toList();
        }
    }

    private static boolean isReport(Path file) {
        String folder = String.valueOf(file.getParent().getFileName());
        String name = file.getFileName().toString();
        return (folder.equals("surefire-reports") || folder.equals("failsafe-reports"))
                && name.startsWith("TEST-")
                && name.endsWith(".xml");
    }
}
