// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.Support;
import io.paddock.api.WireNamed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the values that are not records or collections. Nothing is coerced. */
final class Scalars {
    private Scalars() {}

    static Object read(JsonNode node, Class<?> type, String path) {
        if (type == String.class) {
            return text(node, path);
        }
        if (type == Object.class) {
            return open(node);
        }
        if (type == Support.class) {
            return support(node, path);
        }
        if (type.isEnum()) {
            return constant(text(node, path), type, path);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(node, path);
        }
        if (type == Duration.class) {
            return Duration.ofMillis(whole(node, path));
        }
        if (type == Instant.class) {
            return Instant.ofEpochMilli(whole(node, path));
        }
        return number(node, type, path);
    }

    private static Object number(JsonNode node, Class<?> type, String path) {
        if (type == long.class || type == Long.class) {
            return whole(node, path);
        }
        if (type == int.class || type == Integer.class) {
            if (!node.isInt()) {
                throw Faults.wrongType(path, "an integer of 32 bits", node);
            }
            return node.intValue();
        }
        if (type == URI.class) {
            try {
                return URI.create(text(node, path));
            } catch (IllegalArgumentException e) {
                throw Faults.invalid(path, "must be a URI");
            }
        }
        throw new IllegalStateException("no wire form for " + type);
    }

    private static String text(JsonNode node, String path) {
        if (!node.isTextual()) {
            throw Faults.wrongType(path, "a JSON string", node);
        }
        return node.textValue();
    }

    private static boolean bool(JsonNode node, String path) {
        if (!node.isBoolean()) {
            throw Faults.wrongType(path, "true or false", node);
        }
        return node.booleanValue();
    }

    private static long whole(JsonNode node, String path) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw Faults.wrongType(path, "an integer of 64 bits", node);
        }
        return node.longValue();
    }

    private static Support support(JsonNode node, String path) {
        if (node.isBoolean()) {
            return node.booleanValue() ? Support.YES : Support.NO;
        }
        if (node.isTextual() && node.textValue().equals("unknown")) {
            return Support.UNKNOWN;
        }
        throw Faults.wrongType(path, "true, false or \"unknown\"", node);
    }

    /** The constant named by the key of a map. */
    static Object key(String name, Class<?> type, String path) {
        String wanted = WireNames.canonical(name);
        return find(type, wanted).orElseThrow(() -> Faults.unknown(path, names(type)));
    }

    private static Object constant(String name, Class<?> type, String path) {
        return find(type, WireNames.canonicalValue(name))
                .orElseThrow(() -> Faults.invalid(path, "must be one of: " + names(type)));
    }

    private static Optional<Object> find(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .map(Object.class::cast)
                .filter(constant -> ((WireNamed) constant).wireName().equals(name))
                .findFirst();
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((WireNamed) constant).wireName())
                .collect(Collectors.joining(", "));
    }

    /** Any JSON as plain Java values; numbers keep their kind. */
    private static Object open(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), open(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(open(item)));
            return list;
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.isNull() ? null : node.textValue();
    }
}
