// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.prompt;

import io.paddock.worker.Refusal;
import io.paddock.worker.engine.Engine;
import io.paddock.worker.engine.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The model's chat template. The native code that applies it damages texts beyond the basic plane and cuts the prompt,
 * so it sees place holders only; the real texts are put in here. What it answers is kept per sequence of roles.
 * Thread-safe.
 */
final class ChatTemplate {
    private static final int KEPT = 64;
    private static final String MARK = "qzx%05dxzq";

    private final Engine engine;
    private final Map<List<String>, List<Hole>> shapes = new LinkedHashMap<>(16, 0.75f, true) { // guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<List<String>, List<Hole>> eldest) {
                    return size() > KEPT;
                }
            };

    ChatTemplate(Engine engine) {
        this.engine = engine;
    }

    /** Words of the template, the number of the message that follows them (-1 for none), and where it is trimmed. */
    private record Hole(String before, int message, boolean trimsLeft, boolean trimsRight) {
        String fitted(String content) {
            String left = trimsLeft ? content.stripLeading() : content;
            return trimsRight ? left.stripTrailing() : left;
        }
    }

    /** The prompt for a conversation, told apart into the template's words and the messages'. */
    List<PromptPart> apply(List<Turn> turns) {
        List<String> roles = turns.stream().map(Turn::role).collect(Collectors.toUnmodifiableList());
        List<PromptPart> parts = new ArrayList<>();
        for (Hole hole : shape(roles)) {
            parts.add(new PromptPart(hole.before(), true));
            if (hole.message() >= 0) {
                parts.add(new PromptPart(hole.fitted(turns.get(hole.message()).content()), false));
            }
        }
        return parts;
    }

    private List<Hole> shape(List<String> roles) {
        synchronized (shapes) {
            List<Hole> known = shapes.get(roles);
            if (known != null) {
                return known;
            }
        }
        List<Hole> found = holes(roles);
        synchronized (shapes) {
            shapes.put(roles, found);
        }
        return found;
    }

    private List<Hole> holes(List<String> roles) {
        List<Turn> marked = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            // The tabs tell whether this template trims what it is given.
            marked.add(new Turn(roles.get(i), "\t" + MARK.formatted(i) + "\t"));
        }
        String rendered = engine.applyTemplate(marked);
        List<Hole> holes = new ArrayList<>();
        int at = 0;
        for (int found = nextMark(rendered, at); found >= 0; found = nextMark(rendered, at)) {
            int message = Integer.parseInt(rendered.substring(found + 3, found + 8));
            int end = found + MARK.formatted(0).length();
            boolean left = found > at && rendered.charAt(found - 1) == '\t';
            boolean right = rendered.startsWith("\t", end);
            holes.add(new Hole(rendered.substring(at, left ? found - 1 : found), message, !left, !right));
            at = right ? end + 1 : end;
        }
        holes.add(new Hole(rendered.substring(at), -1, false, false));
        requireEachOnce(roles, holes);
        return holes;
    }

    private static int nextMark(String rendered, int from) {
        int found = rendered.indexOf("qzx", from);
        boolean whole = found >= 0 && rendered.startsWith("xzq", found + 8);
        return whole ? found : -1;
    }

    private static void requireEachOnce(List<String> roles, List<Hole> holes) {
        int[] seen = new int[roles.size()];
        holes.stream().filter(hole -> hole.message() >= 0).forEach(hole -> seen[hole.message()]++);
        for (int i = 0; i < seen.length; i++) {
            if (seen[i] != 1) {
                throw Refusal.invalid(
                        "messages[" + i + "].role",
                        "this model's chat template has no place for a message of role '" + roles.get(i)
                                + "' here; leave the message out or give it another role");
            }
        }
    }
}
