// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseRequest;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.api.TargetPreference;
import java.util.Collection;
import java.util.Map;

/**
 * What names and open maps of a request may be made of: they are kept with leases, told in events and shown in lists.
 * Pure; fails with the offending field.
 */
final class TextRules {
    /** Longest name, in characters. */
    static final int LONGEST = 256;
    /** Most that an open map may hold, in characters; an entry counts for a few by itself. */
    static final int LARGEST = 16_384;
    /** The same for options of a backend, which may be templates and the like. */
    static final int LARGEST_OPTIONS = 65_536;

    private static final int ENTRY = 8;

    private TextRules() {}

    static void check(EnsureRequest ensure) {
        EndpointRequest request = ensure.request();
        name("request.request_id", request.requestId());
        TargetPreference target = request.targetPreference();
        name(RequestRules.TARGET + "backend", target.backend());
        open(RequestRules.TARGET + "metadata", target.metadata(), LARGEST);
        open(RequestRules.TARGET + "backend_options", target.backendOptions(), LARGEST_OPTIONS);
        if (request.modelPreference() != null) {
            name("request.model_preference.id", request.modelPreference().id());
        }
        name(RequestRules.modelField(request), RequestRules.model(request));
        check(ensure.consumer());
        check(ensure.context());
        name("lease.owner_ref", ensure.lease().ownerRef());
    }

    static void check(LeaseRequest request) {
        check(request.consumer());
        check(request.context());
        name("lease.owner_ref", request.lease().ownerRef());
    }

    static void check(ConsumerManifest consumer) {
        name("consumer.consumer", consumer.consumer());
        open("consumer.constraints", consumer.constraints(), LARGEST);
        open("consumer.metadata", consumer.metadata(), LARGEST);
        ConstraintRules.check(consumer.constraints());
    }

    private static void check(RequestContext context) {
        name("context.run_id", context.runId());
        name("context.attempt_id", context.attemptId());
        name("context.boundary_ref", context.boundaryRef());
        open("context.observability", context.observability(), LARGEST);
    }

    /** A name, or null for none. */
    static void name(String field, String value) {
        if (value != null && (value.isBlank() || value.length() > LONGEST || !printable(value))) {
            throw refused(
                    field,
                    last(field) + " must be 1 to " + LONGEST + " printable characters, not blank; leave it out if there"
                            + " is none");
        }
    }

    private static boolean printable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char one = value.charAt(i);
            boolean pair = Character.isHighSurrogate(one)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (Character.isISOControl(one) || (Character.isSurrogate(one) && !pair)) {
                return false;
            }
            i += pair ? 1 : 0;
        }
        return true;
    }

    private static void open(String field, Map<String, Object> values, int most) {
        if (!values.isEmpty() && weight(values) > most) {
            throw refused(field, last(field) + " must not hold more than " + most + " characters");
        }
    }

    private static long weight(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToLong(entry -> ENTRY + weight(entry.getKey()) + weight(entry.getValue()))
                    .sum();
        }
        if (value instanceof Collection<?> list) {
            return list.stream().mapToLong(item -> ENTRY + weight(item)).sum();
        }
        return value instanceof String text ? text.length() : ENTRY;
    }

    private static String last(String field) {
        return field.substring(field.lastIndexOf('.') + 1);
    }

    private static InferenceException refused(String field, String detail) {
        return new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, field, detail));
    }
}
