// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.h2.mvstore.MVMap;

/**
 * What is kept, as a log: each change is a row behind all others, and of the rows with one key the last one counts. So a
 * change costs the same however much is kept: it touches the last page and no other. Rows that count no more are
 * removed at the front, where rows that still count go to the end again. Used by one thread at a time.
 */
final class StateLog {
    /** So many rows that count no more are always let be, beside as many as there are that count. */
    private static final int SLACK = 256;

    /** So many more before they are removed: many at once cost little more than one. */
    private static final int AT_ONCE = 64;

    /** For each row that came, so many are looked at in front: more than twice as many as come to lie there. */
    private static final int LOOKED_AT_FOR_ONE = 4;

    /** What is kept under a key from then on; an empty body: nothing. */
    private static final class Row {
        final String key;
        final byte[] body;

        Row(String key, byte[] body) {
            this.key = key;
            this.body = body;
        }

        byte[] sealed(long number) {
            byte[] name = key.getBytes(UTF_8);
            byte[] row = ByteBuffer.allocate(Integer.BYTES + name.length + body.length)
                    .putInt(name.length)
                    .put(name)
                    .put(body)
                    .array();
            return Sealed.seal(Long.toString(number), row);
        }

        static Row of(long number, byte[] sealed) throws DamagedState {
            ByteBuffer row = ByteBuffer.wrap(Sealed.open(Long.toString(number), sealed));
            byte[] name = new byte[row.getInt()];
            row.get(name);
            byte[] body = new byte[row.remaining()];
            row.get(body);
            return new Row(new String(name, UTF_8), body);
        }

        boolean drops() {
            return body.length == 0;
        }
    }

    private final MVMap<Long, byte[]> rows;
    private final Map<String, Long> counting = new HashMap<>(); // number of the row that counts, by key
    private int sum; // of the marks of all rows, by exclusive or: a row that is lost or altered changes it
    private int came; // since some were removed

    /** @param rows by number; {@link #read} comes before anything else */
    StateLog(MVMap<Long, byte[]> rows) {
        this.rows = rows;
    }

    /** Everything that is kept, each row checked. */
    Map<String, byte[]> read() throws DamagedState {
        Map<String, byte[]> all = new HashMap<>();
        counting.clear();
        sum = 0;
        for (Map.Entry<Long, byte[]> entry : rows.entrySet()) {
            Row row = Row.of(entry.getKey(), entry.getValue());
            sum ^= Sealed.mark(entry.getValue());
            if (row.drops()) {
                all.remove(row.key);
                counting.remove(row.key);
            } else {
                all.put(row.key, row.body);
                counting.put(row.key, entry.getKey());
            }
        }
        return all;
    }

    /** Keeps a body that is not empty under a key. */
    void put(String key, byte[] body) {
        counting.put(key, add(new Row(key, body)));
    }

    /** Keeps nothing under a key any more. */
    void drop(String key) {
        if (counting.remove(key) != null) {
            add(new Row(key, new byte[0]));
        }
    }

    private long add(Row row) {
        long number = next();
        byte[] sealed = row.sealed(number);
        byte[] unused = rows.put(number, sealed);
        sum ^= Sealed.mark(sealed);
        came++;
        return number;
    }

    /** The number of the next row. */
    long next() {
        Long last = rows.lastKey();
        return last == null ? 1 : last + 1;
    }

    /** Takes back that row and all that came after it. */
    void takeBack(long number) throws DamagedState {
        for (Long last = rows.lastKey(); last != null && last >= number; last = rows.lastKey()) {
            byte[] unused = rows.remove(last);
        }
        Map<String, byte[]> unused = read();
    }

    /** Whether there is something to be removed. */
    boolean isLong() {
        return excess() >= AT_ONCE;
    }

    private long excess() {
        return rows.sizeAsLong() - 2L * counting.size() - SLACK;
    }

    /** Removes rows that count no more; what is kept stays the same. */
    void shorten() throws DamagedState {
        int looks = AT_ONCE + LOOKED_AT_FOR_ONE * came;
        Iterator<Map.Entry<Long, byte[]>> oldestFirst = rows.entrySet().iterator(); // of the log as it is now
        while (excess() > 0 && looks-- > 0) {
            Map.Entry<Long, byte[]> oldest = oldestFirst.next();
            Row row = Row.of(oldest.getKey(), oldest.getValue());
            byte[] unused = rows.remove(oldest.getKey());
            sum ^= Sealed.mark(oldest.getValue());
            if (oldest.getKey().equals(counting.get(row.key))) {
                put(row.key, row.body);
            }
        }
        came = 0;
    }

    /** How many rows there are. */
    int size() {
        return rows.size();
    }

    /** What tells these rows from others. */
    int sum() {
        return sum;
    }
}
