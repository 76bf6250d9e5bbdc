// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a new revision is.
 *
 * @param uri of a bundle, or of a features file
 * @param feature name of the feature in it, or null for a bundle
 */
record Source(URI uri, String feature) {
    /** Reads what somebody wrote: a URL, a path, or a URL of a features file with {@code #} and a name. */
    static Source of(String written) {
        int hash = written.lastIndexOf('#');
        String place = hash < 0 ? written : written.substring(0, hash);
        String feature = hash < 0 ? null : written.substring(hash + 1);
        if (place.isBlank() || (feature != null && feature.isBlank())) {
            throw refused("it names nothing");
        }
        try {
            URI uri = new URI(place);
            boolean url = uri.getScheme() != null && uri.getScheme().length() > 1; // one letter is a Windows drive
            return new Source(url ? uri : Path.of(place).toAbsolutePath().toUri(), feature);
        } catch (URISyntaxException | InvalidPathException e) {
            throw refused("it is neither a URL nor a path");
        }
    }

    private static InferenceException refused(String words) {
        return new InferenceException(Problem.ofField(ErrorCode.REVISION_REFUSED, "source", words));
    }
}
