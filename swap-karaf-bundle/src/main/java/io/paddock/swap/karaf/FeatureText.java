// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import java.net.URI;
import java.util.List;

/**
 * A features file with one feature in it: what the old feature of a backend had, with another bundle in the place of the
 * backend's. So nothing that both need goes when the old one does.
 *
 * @param name of the feature
 * @param version of the feature
 * @param features that it needs
 * @param bundles beside the backend's
 * @param backend the backend's bundle
 */
record FeatureText(String name, String version, List<Needed> features, List<Part> bundles, Part backend) {
    /** A feature that is needed; the version may be null. */
    record Needed(String name, String version, boolean dependency) {}

    /** A bundle. */
    record Part(String location, int startLevel, boolean start, boolean dependency) {
        Part at(URI other) {
            return new Part(other.toString(), startLevel, start, dependency);
        }
    }

    String xml() {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.append("<features name=\"")
                .append(escaped(name + "-" + version))
                .append("\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">\n  <feature name=\"")
                .append(escaped(name))
                .append("\" version=\"")
                .append(escaped(version))
                .append("\">\n");
        features.forEach(one -> text.append("    <feature")
                .append(one.version() == null ? "" : " version=\"" + escaped(one.version()) + "\"")
                .append(one.dependency() ? " dependency=\"true\"" : "")
                .append('>')
                .append(escaped(one.name()))
                .append("</feature>\n"));
        bundles.forEach(one -> append(text, one));
        append(text, backend);
        return text.append("  </feature>\n</features>\n").toString();
    }

    private static void append(StringBuilder text, Part bundle) {
        text.append("    <bundle")
                .append(bundle.startLevel() > 0 ? " start-level=\"" + bundle.startLevel() + "\"" : "")
                .append(bundle.start() ? "" : " start=\"false\"")
                .append(bundle.dependency() ? " dependency=\"true\"" : "")
                .append('>')
                .append(escaped(bundle.location()))
                .append("</bundle>\n");
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
