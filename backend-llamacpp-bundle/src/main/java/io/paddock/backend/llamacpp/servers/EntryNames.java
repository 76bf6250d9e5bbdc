// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What an entry of an archive may be called. Pure. */
final class EntryNames {
    private static final int LONGEST = 1024;
    private static final int DEEPEST = 32;
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cntrl}\\\\]|^[A-Za-z]:");

    private EntryNames() {}

    /** The place of an entry below {@code root}; refuses every name that could mean another one. */
    static Path inside(Path root, String name) {
        if (name.isEmpty() || name.length() > LONGEST || HARMFUL.matcher(name).find()) {
            throw Refusal.unsafe(name, "has a name that is empty, too long, or made for another system");
        }
        if (name.startsWith("/")) {
            throw Refusal.unsafe(name, "has an absolute name");
        }
        Path place = root;
        try {
            for (String part : name.split("/", -1)) {
                if (part.equals("..")) {
                    throw Refusal.unsafe(name, "leads out of its folder");
                }
                place = part.isEmpty() || part.equals(".") ? place : place.resolve(part);
            }
        } catch (InvalidPathException e) {
            throw Refusal.unsafe(name, "has a name that this system does not take");
        }
        if (place.getNameCount() - root.getNameCount() > DEEPEST
                || !place.normalize().startsWith(root)) {
            throw Refusal.unsafe(name, "lies too deep");
        }
        return place;
    }

    /** Refuses a link whose words alone lead out. */
    static void checkTarget(Path root, Path place, String name, String target) {
        boolean absolute = target.startsWith("/") || HARMFUL.matcher(target).find();
        if (target.isEmpty() || target.length() > LONGEST || absolute) {
            throw Refusal.unsafe(name, "is a link to an absolute place");
        }
        try {
            if (!place.getParent().resolve(target).normalize().startsWith(root)) {
                throw Refusal.unsafe(name, "is a link out of its folder");
            }
        } catch (InvalidPathException e) {
            throw Refusal.unsafe(name, "is a link that this system does not take");
        }
    }
}
