// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Properties;

/**
 * What is written down about a change while it lasts, so that a runtime that was killed meanwhile can end it.
 *
 * @param backend id of the backend
 * @param newFeature id of the feature that comes
 * @param newRepository its features file
 * @param came how that file came
 * @param oldFeature id of the feature that goes, or null when the old bundle is in none
 * @param oldRepository its features file, when that was made by an earlier change; or null
 * @param oldBundle location of the bundle that goes
 * @param newSettings PID of the configuration that the new one has for itself, or null
 * @param oldSettings PID of the one that the old one has for itself, or null
 * @param committed whether the new one stays
 */
record Change(
        String backend,
        String newFeature,
        String newRepository,
        Came came,
        String oldFeature,
        String oldRepository,
        String oldBundle,
        String newSettings,
        String oldSettings,
        boolean committed) {
    /** How a features file came. */
    enum Came {
        /** Made for the change. */
        MADE,
        /** Karaf did not know it. */
        ADDED,
        /** Karaf knew it. */
        KNOWN
    }

    Change commit() {
        return new Change(
                backend,
                newFeature,
                newRepository,
                came,
                oldFeature,
                oldRepository,
                oldBundle,
                newSettings,
                oldSettings,
                true);
    }

    /** The same with its features file. */
    Change in(String repository) {
        return new Change(
                backend,
                newFeature,
                repository,
                came,
                oldFeature,
                oldRepository,
                oldBundle,
                newSettings,
                oldSettings,
                committed);
    }

    String text() {
        Properties all = new Properties();
        all.setProperty("backend", backend);
        all.setProperty("new.feature", newFeature);
        all.setProperty("new.repository", newRepository);
        all.setProperty("new.repository.came", came.name());
        all.setProperty("old.feature", oldFeature == null ? "" : oldFeature);
        all.setProperty("old.repository", oldRepository == null ? "" : oldRepository);
        all.setProperty("old.bundle", oldBundle);
        all.setProperty("new.settings", newSettings == null ? "" : newSettings);
        all.setProperty("old.settings", oldSettings == null ? "" : oldSettings);
        all.setProperty("committed", Boolean.toString(committed));
        StringWriter text = new StringWriter();
        try {
            all.store(text, null);
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot be written to", e);
        }
        return text.toString();
    }

    static Change of(String text) throws IOException {
        Properties all = new Properties();
        all.load(new StringReader(text));
        return new Change(
                all.getProperty("backend", ""),
                all.getProperty("new.feature", ""),
                all.getProperty("new.repository", ""),
                Came.valueOf(all.getProperty("new.repository.came", "")),
                orNull(all.getProperty("old.feature", "")),
                orNull(all.getProperty("old.repository", "")),
                all.getProperty("old.bundle", ""),
                orNull(all.getProperty("new.settings", "")),
                orNull(all.getProperty("old.settings", "")),
                Boolean.parseBoolean(all.getProperty("committed")));
    }

    private static String orNull(String written) {
        return written.isEmpty() ? null : written;
    }
}
