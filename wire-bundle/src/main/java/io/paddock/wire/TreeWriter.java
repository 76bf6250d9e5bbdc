// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.api.Endpoint;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Support;
import io.paddock.api.WireNamed;
import io.paddock.wire.RecordShape.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Turns values into JSON trees. Maps and sets are sorted, so that equal values give equal text. */
final class TreeWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Function<Class<?>, RecordShape> shapes;
    private final boolean withHeaders;

    /** @param withHeaders whether an endpoint's headers are written; they may hold secrets */
    TreeWriter(Function<Class<?>, RecordShape> shapes, boolean withHeaders) {
        this.shapes = shapes;
        this.withHeaders = withHeaders;
    }

    JsonNode tree(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof Record) {
            return record(value);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        if (value instanceof Collection<?> items) {
            return array(items);
        }
        return scalar(value);
    }

    private JsonNode scalar(Object value) {
        if (value instanceof Support support) {
            return support == Support.UNKNOWN ? NODES.textNode("unknown") : NODES.booleanNode(support == Support.YES);
        }
        if (value instanceof WireNamed constant) {
            return NODES.textNode(constant.wireName());
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Duration duration) {
            return NODES.numberNode(duration.toMillis());
        }
        if (value instanceof Instant instant) {
            return NODES.numberNode(instant.toEpochMilli());
        }
        return value instanceof Number number ? number(number) : NODES.textNode(value.toString());
    }

    private static JsonNode number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double wide = number.doubleValue();
            return Double.isFinite(wide) ? NODES.numberNode(wide) : NODES.nullNode();
        }
        if (number instanceof BigDecimal decimal) {
            return NODES.numberNode(decimal);
        }
        if (number instanceof BigInteger integer) {
            return NODES.numberNode(integer);
        }
        return NODES.numberNode(number.longValue());
    }

    private ObjectNode record(Object value) {
        ObjectNode node = NODES.objectNode();
        for (Field field : shapes.apply(value.getClass()).fields()) {
            node.set(field.wireName(), tree(field.of(value)));
        }
        if (Contracts.include(value.getClass())) {
            node.put(Contracts.VERSION, EndpointRequest.CONTRACT_VERSION);
        }
        if (value instanceof Endpoint && !withHeaders) {
            node.set("headers", NODES.objectNode());
        }
        return node;
    }

    private ObjectNode map(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(name(key), value));
        ObjectNode node = NODES.objectNode();
        sorted.forEach((name, value) -> node.set(name, tree(value)));
        return node;
    }

    private ArrayNode array(Collection<?> items) {
        ArrayNode node = NODES.arrayNode(items.size());
        List<?> ordered = items instanceof List<?> list
                ? list
                : items.stream().sorted((a, b) -> name(a).compareTo(name(b))).toList();
        ordered.forEach(item -> node.add(tree(item)));
        return node;
    }

    private static String name(Object key) {
        return key instanceof WireNamed constant ? constant.wireName() : String.valueOf(key);
    }
}
