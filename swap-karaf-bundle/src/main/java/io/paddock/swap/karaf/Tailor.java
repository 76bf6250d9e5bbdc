// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.SwapConfiguration;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Fits revisions with configurations of their own. Blocks.
 *
 * @param settings where these are
 * @param metatypes tells what a bundle's configuration may have
 */
record Tailor(Settings settings, MetaTypeService metatypes) {
    /**
     * How a revision that comes is configured.
     *
     * @param old PID of the configuration that the one that goes has for itself, or null
     * @param pid PID of the one that comes, or null when it has none for itself
     * @param overlay what is another way for it than for the backend
     */
    record Fit(String old, String pid, Overlay overlay) {
        /** What is another way, in a few words, without values. */
        String words() {
            return overlay.isEmpty() ? "" : " with another " + String.join(", ", overlay.keys());
        }
    }

    /** What a revision is configured with that comes in the place of one that serves: what that had, and what is wanted. */
    Fit fit(Bundle serving, BundleHead coming, SwapConfiguration wanted) {
        BundleHead now = head(serving);
        String old = settings.pidOf(now).orElse(null);
        if (old == null && wanted.isEmpty()) {
            return new Fit(null, null, Overlay.NONE);
        }
        String pid = wanted.isEmpty()
                ? Settings.plain(old)
                : KnownKeys.of(metatypes, serving).pid();
        Map<String, Object> base = settings.base(pid, now);
        Overlay overlay = settings.overlay(now).and(wanted).beyond(base);
        return new Fit(old, overlay.isEmpty() ? null : Settings.targeted(pid, coming), overlay);
    }

    /** Fails when the code that serves does not know what is wanted, or has it so already. */
    void check(Bundle serving, SwapConfiguration wanted) {
        BundleHead now = head(serving);
        KnownKeys known = KnownKeys.of(metatypes, serving);
        Map<String, Object> base = settings.base(known.pid(), now);
        known.check(Overlay.NONE.and(wanted).set());
        wanted.unset().stream().filter(key -> !base.containsKey(key)).forEach(known::checkKnown);
        if (!settings.changes(known.pid(), now, settings.overlay(now).and(wanted))) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.SAME_REVISION, "configuration", "it is configured so already; nothing would change"));
        }
    }

    /** Fails when a revision that is installed does not know what it shall be configured with. */
    void check(Bundle installed, Overlay overlay) {
        if (!overlay.isEmpty()) {
            KnownKeys.of(metatypes, installed).check(overlay.set());
        }
    }

    static BundleHead head(Bundle bundle) {
        return new BundleHead(bundle.getSymbolicName(), bundle.getVersion());
    }
}
