// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which part of the house may know which. A part is a package with everything below it; the longest match decides.
 *
 * @param allowed for each part the other parts it may use
 */
record Arrows(Map<String, List<String>> allowed) {
    private static final String HOUSE = "io.paddock.";

    /** One line for each use of a part that is not allowed, and for files of parts that no arrow names. */
    List<String> broken(SourceFile file) {
        Optional<String> part = partOf(file.packageName());
        if (part.isEmpty()) {
            return List.of(file.path() + ":1: no arrow names " + file.packageName() + "; say what it may use");
        }
        List<String> broken = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitPackage(PackageTree itself, Void nothing) {
                return null;
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree select, Void nothing) {
                String name = select.toString();
                if (name.startsWith(HOUSE)
                        && !file.tree().getPackage().getPackageName().toString().equals(name)) {
                    check(file, part.get(), select, broken);
                    return null; // its own parts say nothing new
                }
                return super.visitMemberSelect(select, null);
            }
        }.scan(file.tree(), null);
        return broken;
    }

    private void check(SourceFile file, String from, MemberSelectTree select, List<String> broken) {
        String used = packageIn(select.toString());
        Optional<String> to = partOf(used);
        if (to.isEmpty() || !(to.get().equals(from) || allowed.get(from).contains(to.get()))) {
            broken.add(file.at(select) + ": " + from + " may not use " + to.orElse(used));
        }
    }

    private Optional<String> partOf(String packageName) {
        return allowed.keySet().stream()
                .filter(part -> packageName.equals(part) || packageName.startsWith(part + "."))
                .max(Comparator.comparingInt(String::length));
    }

    /** The package of a qualified name: types start with a capital. */
    private static String packageIn(String qualified) {
        return String.join(
                ".",
                Arrays.stream(qualified.split("\\."))
                        .takeWhile(word -> !Character.isUpperCase(word.charAt(0)) && !word.equals("*"))
                        .toList());
    }
}
