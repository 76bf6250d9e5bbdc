// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** A process that changes one lease after the other and says so as soon as it may, until it is killed. */
final class Restless {
    private static final int LEASES = 60;

    private Restless() {}

    public static void main(String[] arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[1]));
        PrintStream out = new PrintStream(System.out, true);
        try (DurableStore store = new DurableStore(Path.of(arguments[0]))) {
            store.restore();
            DurableStoreTest.get(store.keep(Samples.wanted()));
            while (!out.checkError()) {
                String ref = "lease-" + random.nextInt(LEASES);
                if (random.nextInt(4) == 0) {
                    DurableStoreTest.get(store.drop(ref));
                    out.print(ref + " -1;\n");
                } else {
                    long ttl = 1L + random.nextInt(1_000_000);
                    DurableStoreTest.get(store.keep(Samples.lease(ref, Duration.ofMillis(ttl))));
                    out.print(ref + " " + ttl + ";\n");
                }
            }
        }
    }
}
