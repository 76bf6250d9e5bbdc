// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import static java.util.Objects.requireNonNull;

/** A request that is not served. Its message is a sentence for the client and holds no path. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String param;

    /**
     * @param status HTTP status
     * @param code stable code in lower snake case
     * @param param offending field as a path, or null
     * @param message what is wrong and what to do
     */
    public Refusal(int status, String code, String param, String message) {
        super(requireNonNull(message, "message is null"), null, false, false);
        this.status = status;
        this.code = requireNonNull(code, "code is null");
        this.param = param;
    }

    /** A field with a value that cannot be served. */
    public static Refusal invalid(String param, String message) {
        return new Refusal(400, "invalid_value", requireNonNull(param, "param is null"), message);
    }

    /** HTTP status to answer with. */
    public int status() {
        return status;
    }

    /** Stable code. */
    public String code() {
        return code;
    }

    /** Offending field, or null. */
    public String param() {
        return param;
    }
}
