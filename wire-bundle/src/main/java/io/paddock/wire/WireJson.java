// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapTerms;
import io.paddock.api.TargetPreference;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads and writes the API's values as JSON. Thread-safe; make one and keep it.
 *
 * <p>Names are lower snake case; durations are whole milliseconds with the suffix {@code _ms}, instants epoch
 * milliseconds with {@code _at_ms}. Reading fails only with {@link InferenceException}: {@code malformed_request},
 * {@code unknown_field}, {@code missing_field} or {@code invalid_value}, with the path of the field.
 */
public final class WireJson {
    /** Longest body that is read, in bytes. */
    public static final int MAX_BYTES = 8 << 20;

    private static final int MAX_DEPTH = 64;
    private static final Duration MAX_WAIT = Duration.ofDays(1);
    private static final String MODEL_IDENTITY = "model_identity";
    private static final String ALIAS = "alias";

    private static final Map<Class<?>, Object> DEFAULTS = Map.of(
            ConsumerManifest.class, ConsumerManifest.anyChat(),
            LeaseTerms.class, LeaseTerms.defaults(),
            RequestContext.class, RequestContext.none(),
            SwapConfiguration.class, SwapConfiguration.NONE,
            SwapTerms.class, SwapTerms.DEFAULT,
            TargetPreference.class, TargetPreference.none());

    private final JsonMapper mapper = mapper();
    private final Map<Class<?>, RecordShape> shapes = new ConcurrentHashMap<>();
    private final Binder binder = new Binder(this::shape, DEFAULTS);
    private final TreeWriter writer = new TreeWriter(this::shape, false);
    private final TreeWriter ownerWriter = new TreeWriter(this::shape, true);

    /**
     * Reads a record.
     *
     * @param type a record whose components are texts, numbers, booleans, durations, instants, URIs, API enums, open
     *     values, other records, or lists, sets and maps of these
     */
    public <T> T read(byte[] body, Class<T> type) {
        return type.cast(binder.bind(parse(body), type, ""));
    }

    /**
     * Reads the body of an ensure call. A missing consumer means any OpenAI chat consumer, a missing lease the default
     * owner and TTL; a backend or a model must be named.
     */
    public EnsureRequest readEnsure(byte[] body) {
        EnsureRequest ensure = read(body, EnsureRequest.class);
        checkNamed(ensure.request());
        checkWait(ensure.patience());
        return ensure;
    }

    /** Reads the body of an explain call: that of an ensure call, which need name neither a backend nor a model. */
    public EnsureRequest readExplain(byte[] body) {
        EnsureRequest question = read(body, EnsureRequest.class);
        checkWait(question.patience());
        return question;
    }

    /** Reads the body of a call for an instance: that of an ensure call, without a lease. */
    public EnsureRequest readStart(byte[] body) {
        StartBody start = read(body, StartBody.class);
        checkNamed(start.request());
        checkWait(start.patience());
        return new EnsureRequest(
                start.request(), start.consumer(), start.context(), LeaseTerms.defaults(), start.patience());
    }

    /** Reads the body of a call for a lease on an instance that is known. */
    public LeaseRequest readLease(byte[] body) {
        LeaseRequest request = read(body, LeaseRequest.class);
        checkWait(request.patience());
        return request;
    }

    private static void checkNamed(EndpointRequest request) {
        TargetPreference target = request.targetPreference();
        if (target.backend() == null
                && request.modelPreference() == null
                && !target.backendOptions().containsKey(MODEL_IDENTITY)) {
            throw Faults.missing("request.target_preference.backend");
        }
    }

    private static void checkWait(Duration wait) {
        if (wait != null && (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0)) {
            throw Faults.invalid("wait_ms", "must be an integer from 0 to " + MAX_WAIT.toMillis());
        }
    }

    /** Reads a consumer manifest; absent fields are those of {@link ConsumerManifest#anyChat()}. */
    public ConsumerManifest readConsumer(byte[] body) {
        return read(body, ConsumerManifest.class);
    }

    /** The value as compact JSON. Headers of endpoints are left out, for they may hold secrets. */
    public String write(Object value) {
        return text(tree(value));
    }

    /** The value as JSON for people, else like {@link #write}. */
    public String pretty(Object value) {
        return tree(value).toPrettyString();
    }

    /** The value as a tree, else like {@link #write}. */
    public JsonNode tree(Object value) {
        return writer.tree(value);
    }

    /**
     * The answer to an ensure call for the lease's owner: the only form that shows the endpoint's headers.
     *
     * @param gatewayUrl base URL of the gateway, or null when there is none
     */
    public String writeEnsure(EnsureResult result, URI gatewayUrl) {
        ObjectNode node = (ObjectNode) ownerWriter.tree(result);
        if (gatewayUrl != null) {
            ObjectNode endpoint = (ObjectNode) node.get("endpoint");
            ObjectNode gateway = endpoint.putObject("gateway");
            gateway.put("base_url", gatewayUrl.toString());
            Object alias = result.endpoint().metadata().get(ALIAS);
            gateway.put(
                    "model",
                    alias instanceof String name ? name : result.endpoint().modelIdentity());
        }
        return text(node);
    }

    /** The list form: {@code {"items": [...], "next": null}}. */
    public String writeItems(Collection<?> items) {
        ObjectNode node = mapper.createObjectNode();
        node.set("items", tree(items));
        node.putNull("next");
        return text(node);
    }

    /**
     * A failure as {@code application/problem+json}.
     *
     * @param status the HTTP status it goes out with
     * @param requestId id under which the log knows it, or null
     */
    public String problem(Problem problem, int status, String requestId) {
        return text(ErrorForms.problem(problem, status, requestId, tree(problem.compatibility())));
    }

    /** A failure as OpenAI's error object, with the same code. */
    public String openAiError(Problem problem) {
        return text(ErrorForms.openAi(problem));
    }

    private RecordShape shape(Class<?> type) {
        return shapes.computeIfAbsent(type, RecordShape::of);
    }

    private JsonNode parse(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw Faults.malformed("the body is larger than " + MAX_BYTES + " bytes");
        }
        try {
            JsonNode node = mapper.readTree(body);
            if (node == null || !node.isObject()) {
                throw Faults.malformed("the body must be one JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Faults.malformed(e);
        } catch (IOException e) {
            throw Faults.malformed("the body is not UTF-8 text");
        }
    }

    private String text(JsonNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree could not be written", e);
        }
    }

    private static JsonMapper mapper() {
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(64)
                .maxNameLength(256)
                .maxStringLength(1 << 20)
                .maxDocumentLength(MAX_BYTES)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(bounds)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
