// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.h2.mvstore.SFChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A death before, in the middle of, or after any write of the store below. {@link CrashTest} kills real processes, and
 * hits such a moment once in a hundred runs; here each of them is looked at.
 */
class DeathInAWriteTest {
    private static final int COMMITS = 700;
    private static final int KEYS = 60;
    private static final int LOOKED_AT = 200; // the last of them, when space is used again
    private static final int PAGE = 4096; // a kill cuts a write there

    @TempDir
    Path living;

    @TempDir
    Path dead;

    private final Map<String, Integer> acknowledged = new HashMap<>(); // length of the body by key
    private Map<String, Integer> next = new HashMap<>();
    private boolean looking;
    private int deaths;
    private final List<String> losses = new ArrayList<>();

    /** Shows what would be on the disk if the process died now. */
    private static final class Mortal extends StateDisk {
        private final Consumer<String> death;

        Mortal(boolean whole, Consumer<String> death) {
            super(whole);
            this.death = death;
        }

        @Override
        protected void writeFully(SFChunk chunk, long pos, ByteBuffer src) {
            String what = (chunk == null ? "the header" : "chunk " + chunk.id) + " at " + pos;
            death.accept("before " + what);
            if (src.remaining() > PAGE) {
                ByteBuffer part = src.duplicate();
                part.limit(part.position() + PAGE);
                super.writeFully(chunk, pos, part);
                death.accept("in the middle of " + what);
            }
            super.writeFully(chunk, pos, src);
            death.accept("after " + what);
        }
    }

    @Test
    void whenever_a_process_dies_what_was_acknowledged_is_there() throws Exception {
        StateFolder folder = new StateFolder(living);
        folder.prepare();
        Random random = new Random(11);
        try (StateFile file = StateFile.open(folder, (path, whole) -> new Mortal(whole, this::die).at(path))) {
            file.read();
            for (int i = 0; i < COMMITS; i++) {
                looking = i >= COMMITS - LOOKED_AT;
                change(file, "key-" + random.nextInt(KEYS), random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(900));
                file.tidy();
            }
            looking = false;
        }
        assertEquals(List.of(), losses);
        assertTrue(deaths > 2 * LOOKED_AT, deaths + " deaths");
    }

    private void change(StateFile file, String key, int length) throws IOException {
        next = new HashMap<>(acknowledged);
        if (length == 0) {
            next.remove(key);
            file.drop(key);
        } else {
            next.put(key, length);
            file.put(key, new byte[length]);
        }
        file.commit();
        acknowledged.clear();
        acknowledged.putAll(next);
    }

    private void die(String when) {
        if (!looking) {
            return;
        }
        deaths++;
        try {
            StateFolder left = new StateFolder(dead);
            for (Path file : new Path[] {left.file(), left.commitFile()}) {
                Files.copy(living.resolve(file.getFileName()), file, StandardCopyOption.REPLACE_EXISTING);
            }
            try (StateFile file = StateFile.open(left, StateFile::onDisk)) {
                Map<String, Integer> found = new HashMap<>();
                file.read().forEach((key, body) -> found.put(key, body.length));
                if (!found.equals(acknowledged) && !found.equals(next)) { // what was under way may be there
                    losses.add(when + ": other entries");
                }
            }
        } catch (UnusableState | DamagedState e) {
            losses.add(when + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
