// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SwapConfiguration;
import io.paddock.spi.revision.RevisionChange;
import io.paddock.spi.revision.RevisionInstaller;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Installs versions of a fake backend: starting one registers it. Notes what it was asked to do. */
final class FakeInstaller implements RevisionInstaller {
    final List<String> steps = new CopyOnWriteArrayList<>();
    final List<SwapConfiguration> asked = new CopyOnWriteArrayList<>();
    volatile boolean resolves = true;
    volatile boolean stuck; // nothing can be uninstalled
    volatile FakeBackend next;
    volatile FakeBackend current;
    volatile FakeBackend with; // comes with the new one, or null
    volatile FakeBackend without; // goes with the old one, or null
    private final Rig rig;

    FakeInstaller(Rig rig, FakeBackend current) {
        this.rig = rig;
        this.current = current;
    }

    @Override
    public RevisionChange prepare(String backend, long bundleId, String source, SwapConfiguration configuration) {
        asked.add(configuration);
        FakeBackend from = current;
        FakeBackend to = next;
        if (to.manifest().version().equals(from.manifest().version())) {
            throw new InferenceException(ErrorCode.SAME_REVISION, "it is there already");
        }
        return new Change(from, to);
    }

    private final class Change implements RevisionChange {
        private final FakeBackend from;
        private final FakeBackend to;

        Change(FakeBackend from, FakeBackend to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Names names() {
            return new Names(from.manifest().version(), to.manifest().version());
        }

        @Override
        public void install() {
            steps.add("install");
            if (!resolves) {
                throw new InferenceException(ErrorCode.REVISION_REFUSED, "it does not resolve");
            }
        }

        @Override
        public void start() {
            steps.add("start");
            rig.with(to);
            if (with != null) {
                rig.with(with);
            }
        }

        @Override
        public void commit() {
            steps.add("commit");
            checkLoose();
            current = to;
            rig.core.backends().remove(from);
            if (without != null) {
                rig.core.backends().remove(without);
            }
        }

        private void checkLoose() {
            if (stuck) {
                throw new IllegalStateException("it cannot be uninstalled");
            }
        }

        @Override
        public void undo() {
            steps.add("undo");
            checkLoose();
            rig.core.backends().remove(to);
        }
    }
}
