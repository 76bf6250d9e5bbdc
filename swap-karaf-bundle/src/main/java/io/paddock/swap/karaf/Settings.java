// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configurations of one revision alone, by targeted PIDs ({@code PID|symbolic name|version}). They lie in the container's
 * data as the revision does, and in no file of {@code etc/}. Blocks.
 */
final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    private final ConfigurationAdmin admin;

    Settings(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** The PID for that revision alone. */
    static String targeted(String pid, BundleHead revision) {
        return pid + "|" + revision.name() + "|" + revision.version();
    }

    static String plain(String targeted) {
        return targeted.substring(0, targeted.indexOf('|'));
    }

    /** The PID of the configuration that an earlier swap made for that revision, if one did. */
    Optional<String> pidOf(BundleHead revision) {
        return found("(service.pid=*|" + revision.name() + "|" + revision.version() + ")")
                .filter(one -> values(one).containsKey(Overlay.MARK))
                .map(Configuration::getPid);
    }

    /** What an earlier swap made another way for that revision. */
    Overlay overlay(BundleHead revision) {
        return pidOf(revision).map(pid -> Overlay.of(values(pid))).orElse(Overlay.NONE);
    }

    /** What all revisions of that bundle are configured with but for what swaps made another way; the PID is a plain one. */
    Map<String, Object> base(String pid, BundleHead revision) {
        Map<String, Object> ofBundle = values(pid + "|" + revision.name());
        return ofBundle.isEmpty() ? values(pid) : ofBundle;
    }

    /** Whether a revision would be configured in another way than {@code now} is. */
    boolean changes(String pid, BundleHead now, Overlay next) {
        Map<String, Object> base = base(pid, now);
        Map<String, Object> before = values(targeted(pid, now));
        Map<String, Object> is = before.isEmpty() ? Overlay.NONE.over(base) : before;
        Map<String, Object> then = next.beyond(base).over(base);
        is.remove("service.pid");
        return !is.keySet().equals(then.keySet())
                || !is.keySet().stream().allMatch(key -> Objects.deepEquals(is.get(key), then.get(key)));
    }

    /** Configures one revision; with nothing that is another way it goes by what all have. */
    void write(String targeted, BundleHead revision, Overlay overlay) {
        Overlay beyond = overlay.beyond(base(plain(targeted), revision));
        if (beyond.isEmpty()) {
            delete(targeted);
            return;
        }
        try {
            admin.getConfiguration(targeted, "?")
                    .update(FrameworkUtil.asDictionary(beyond.over(base(plain(targeted), revision))));
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration of a revision cannot be written", e);
        }
    }

    /** Drops the configuration of one revision, if there is one; null is none. */
    void delete(String targeted) {
        if (targeted == null) {
            return;
        }
        found("(service.pid=" + targeted + ")").ifPresent(one -> {
            try {
                one.delete();
            } catch (IOException e) {
                LOG.error("the configuration {} cannot be deleted", targeted, e);
            }
        });
    }

    private Map<String, Object> values(String pid) {
        return found("(service.pid=" + pid + ")").map(Settings::values).orElse(Map.of());
    }

    private static Map<String, Object> values(Configuration one) {
        var read = one.getProperties();
        Map<String, Object> values = new TreeMap<>();
        if (read != null) {
            List<String> keys = Collections.list(read.keys());
            keys.forEach(key -> values.put(key, read.get(key)));
        }
        return values;
    }

    /** Symbolic names, versions and PIDs have nothing in them that a filter would read as its own. */
    private Optional<Configuration> found(String filter) {
        try {
            Configuration[] all = admin.listConfigurations(filter);
            return all == null ? Optional.empty() : Optional.of(all[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("configurations cannot be read", e);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
