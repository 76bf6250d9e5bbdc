// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Measures methods, constructors and interfaces. */
final class Sizes {
    /**
     * Something measured.
     *
     * @param where file and line
     * @param what it is, in words
     * @param value its size
     */
    record Measure(String where, String what, long value) {
        /** One line that names place, thing, size and limit. */
        String above(long limit) {
            return where + ": " + what + " has " + value + ", at most " + limit;
        }
    }

    private Sizes() {}

    /** Lines between the braces of each method and constructor. */
    static List<Measure> methodBodies(SourceFile file) {
        List<Measure> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                BlockTree body = method.getBody();
                if (body != null) {
                    long lines = Math.max(0, file.endLine(body) - file.startLine(body) - 1);
                    found.add(new Measure(file.at(body), "lines in method " + method.getName(), lines));
                }
                return super.visitMethod(method, null);
            }
        }.scan(file.tree(), null);
        return found;
    }

    /** Parameters of each constructor. Records are values and may have as many parts as they need. */
    static List<Measure> constructorParameters(SourceFile file) {
        return perType(file, (type, found) -> {
            if (type.getKind() != Tree.Kind.RECORD) {
                methods(type)
                        .filter(method -> method.getName().contentEquals("<init>"))
                        .forEach(method -> found.add(new Measure(
                                file.at(method),
                                "parameters of constructor " + type.getSimpleName(),
                                method.getParameters().size())));
            }
        });
    }

    /**
     * Abstract methods of each interface. Sealed ones are values in several shapes, which nobody else has to implement,
     * and annotations hold settings: both may be as wide as they need.
     */
    static List<Measure> abstractMethods(SourceFile file) {
        return perType(file, (type, found) -> {
            if (type.getKind() == Tree.Kind.INTERFACE
                    && !type.getModifiers().getFlags().contains(Modifier.SEALED)) {
                long count =
                        methods(type).filter(method -> method.getBody() == null).count();
                found.add(new Measure(file.at(type), "abstract methods in " + type.getSimpleName(), count));
            }
        });
    }

    private interface Visit {
        void type(ClassTree type, List<Measure> found);
    }

    private static List<Measure> perType(SourceFile file, Visit visit) {
        List<Measure> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                visit.type(type, found);
                return super.visitClass(type, null);
            }
        }.scan(file.tree(), null);
        return found;
    }

    private static Stream<MethodTree> methods(ClassTree type) {
        return type.getMembers().stream().filter(MethodTree.class::isInstance).map(MethodTree.class::cast);
    }
}
