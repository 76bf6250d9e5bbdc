// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Makes daemon threads with a name and the kernel's own class loader, never that of whoever caused them. */
public final class NamedThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicLong made = new AtomicLong();

    public NamedThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, prefix + "-" + made.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(NamedThreads.class.getClassLoader());
        return thread;
    }
}
