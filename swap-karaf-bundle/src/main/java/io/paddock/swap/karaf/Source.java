// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a new revision is.
 *
 * @param uri of a bundle, or of a features file
 * @param feature name of the feature in it, or null for a bundle
 */
record Source(URI uri, String feature) {
    /** It begins with a scheme; one letter is a Windows drive. */
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    /** Reads what somebody wrote: a URL, a path, or a URL of a features file with {@code #} and a name. */
    static Source of(String written) {
        int hash = written.lastIndexOf('#');
        String place = hash < 0 ? written : written.substring(0, hash);
        String feature = hash < 0 ? null : written.substring(hash + 1);
        if (place.isBlank() || (feature != null && feature.isBlank())) {
            throw refused("it names nothing");
        }
        try {
            boolean url = URL.matcher(place).lookingAt();
            return new Source(
                    url ? new URI(place) : Path.of(place).toAbsolutePath().toUri(), feature);
        } catch (URISyntaxException | InvalidPathException e) {
            throw refused("it is neither a URL nor a path");
        }
    }

    private static InferenceException refused(String words) {
        return new InferenceException(Problem.ofField(ErrorCode.REVISION_REFUSED, "source", words));
    }
}
