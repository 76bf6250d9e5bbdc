// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.util.List;

/**
 * One Java file, parsed.
 *
 * @param path from the root of the repository, with slashes
 * @param lines its lines
 * @param tree what the parser made of it
 * @param positions where its parts stand
 */
record SourceFile(String path, List<String> lines, CompilationUnitTree tree, SourcePositions positions) {
    /** Whether it is shipped; else it is a test's. */
    boolean isMain() {
        return path.contains("src/main/java/");
    }

    String packageName() {
        return tree.getPackage() == null
                ? ""
                : tree.getPackage().getPackageName().toString();
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    /** First line of a part, from 1. */
    long startLine(Tree part) {
        return lineMap().getLineNumber(positions.getStartPosition(tree, part));
    }

    /** Last line of a part, from 1. */
    long endLine(Tree part) {
        return lineMap().getLineNumber(positions.getEndPosition(tree, part));
    }

    /** {@code file:line} of a part. */
    String at(Tree part) {
        return path + ":" + startLine(part);
    }

    private LineMap lineMap() {
        return tree.getLineMap();
    }
}
