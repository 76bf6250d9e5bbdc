// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

/** What a backend is assumed to have unless its contract test lists it as lacking. */
public enum Trait {
    /** It is given an API key as an option or by its configuration; without it, the option must be refused. */
    API_KEY,
    /** It serves several models, so the model is part of the key. */
    MANY_MODELS
}
