// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import io.paddock.api.VerbOutput;
import io.paddock.console.Verb;
import io.paddock.console.VerbRunner;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Runs a verb and keeps what it prints. */
public final class Recorder implements VerbOutput {
    /** Opened at the first text for standard output. */
    public final CountDownLatch printed = new CountDownLatch(1);

    private final Queue<String> out = new ConcurrentLinkedQueue<>();
    private final Queue<String> err = new ConcurrentLinkedQueue<>();
    private volatile int exit = -1;

    /** Runs {@code verb} with {@code words} to its end. */
    public static Recorder run(Verb verb, String... words) {
        Recorder recorder = new Recorder();
        recorder.exit = VerbRunner.run(verb, List.of(words), recorder);
        return recorder;
    }

    /** Runs {@code verb} on a thread of its own. */
    public Thread start(Verb verb, String... words) {
        Thread thread = new Thread(() -> exit = VerbRunner.run(verb, List.of(words), this), "verb-under-test");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void out(String text) {
        out.add(text);
        printed.countDown();
    }

    @Override
    public void err(String text) {
        err.add(text);
    }

    public String out() {
        return String.join("", out);
    }

    public String err() {
        return String.join("", err);
    }

    /** The exit code, or -1 while it runs. */
    public int exit() {
        return exit;
    }
}
