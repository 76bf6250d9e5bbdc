// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Alias;
import io.paddock.spi.InstanceSpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The aliases and what they stand for. Thread-safe; what changes them blocks while it is written. */
final class AliasTable {
    private final AliasFile file;
    private final ConcurrentSkipListMap<String, Alias> byName = new ConcurrentSkipListMap<>();
    private volatile Runnable changed = () -> {};

    /** With those that were kept. */
    AliasTable(AliasFile file) {
        this.file = file;
        file.read().forEach(one -> byName.put(one.name(), one));
    }

    /** Calls {@code listener} after each change. It must not block. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    Optional<Alias> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Sorted by name. */
    List<Alias> list() {
        return List.copyOf(byName.values());
    }

    /** What stands behind that wish now: what its alias stands for, or the wish itself where there is none (any more). */
    InstanceSpec today(InstanceSpec wish) {
        return wish.alias() == null
                ? wish
                : find(wish.alias())
                        .filter(alias -> wish.backend().equals(alias.target().backend()))
                        .map(AliasTable::spec)
                        .orElseGet(() -> wish.behind(null));
    }

    /** The wish that an alias means. */
    static InstanceSpec spec(Alias alias) {
        return new InstanceSpec(
                alias.target().backend(),
                alias.target().model(),
                null,
                null,
                alias.target().options(),
                alias.name());
    }

    /** It is there from now on, unless one of that name is; answers whether. Fails when that could not be written. */
    synchronized boolean add(Alias alias) {
        if (byName.containsKey(alias.name())) {
            return false;
        }
        put(alias);
        return true;
    }

    /** It is there from now on, in place of one of that name; fails when that could not be written. */
    synchronized void put(Alias alias) {
        TreeMap<String, Alias> next = new TreeMap<>(byName);
        next.put(alias.name(), alias);
        write(next.values());
        byName.put(alias.name(), alias);
        changed.run();
    }

    /** It is there no longer; fails when that could not be written. */
    synchronized void remove(String name) {
        TreeMap<String, Alias> next = new TreeMap<>(byName);
        next.remove(name);
        write(next.values());
        byName.remove(name);
        changed.run();
    }

    private void write(Collection<Alias> next) {
        file.write(next);
    }
}
