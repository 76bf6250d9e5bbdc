// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HabitRulesTest {
    private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";

    /** Files that may sleep in one place, each with the reason. */
    private static final Map<String, String> SLEEPERS = Map.of(
            "backend-llamacpp-worker/src/main/java/io/paddock/worker/ServedModel.java",
            "it looks whether the last call is over, for a bounded time, right before it halts",
            "cli/src/main/java/io/paddock/cli/LogsVerb.java",
            "it follows a file that another process writes, and the reader ends it");

    private static final List<SourceFile> SOURCES = Sources.ofRepository();

    @Test
    void every_file_starts_with_its_licence() {
        Violations.none(
                "The first line must be: " + LICENCE,
                SOURCES.stream()
                        .filter(file ->
                                file.lines().isEmpty() || !file.lines().get(0).equals(LICENCE))
                        .map(file -> file.path() + ":1")
                        .toList());
    }

    @Test
    void every_package_says_what_lives_in_it() {
        Map<String, String> without = new TreeMap<>();
        Set<String> described = new HashSet<>();
        for (SourceFile file : SOURCES) {
            // A test may lie in the package that it tests, which is described where it is shipped.
            String module = file.path().substring(0, file.path().indexOf("src/"));
            if (file.isPackageInfo()) {
                described.add(module + file.packageName());
            } else {
                without.putIfAbsent(module + file.packageName(), file.path() + ":1: " + file.packageName());
            }
        }
        without.keySet().removeAll(described);
        Violations.none("Add a package-info.java to the package.", List.copyOf(without.values()));
    }

    @Test
    void nobody_sleeps() {
        List<String> violations = new ArrayList<>();
        Set<String> idle = new TreeSet<>(SLEEPERS.keySet());
        for (SourceFile file : SOURCES) {
            List<String> sleeps = sleeps(file);
            boolean allowed = sleeps.size() == 1 && idle.remove(file.path());
            if (!allowed) {
                violations.addAll(sleeps);
            }
        }
        idle.forEach(path -> violations.add(path + ": is allowed to sleep and does not; take it off the list"));
        Violations.none("Wait for a condition with a deadline instead of sleeping.", violations);
    }

    private static List<String> sleeps(SourceFile file) {
        List<String> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
                String name = select.toString();
                if (name.endsWith("Thread.sleep") || name.matches("(.*\\.)?TimeUnit\\.[A-Z]+\\.sleep")) {
                    found.add(file.at(select) + ": " + name);
                }
                return super.visitMemberSelect(select, null);
            }
        }.scan(file.tree(), null);
        return found;
    }
}
