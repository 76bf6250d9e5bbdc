// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.wire.RecordShape.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns JSON trees into records, strictly: unknown names, wrong types and missing fields are refused with their path.
 *
 * <p>An absent field, and an explicit null, take the value of the type's default if there is one, an empty collection
 * otherwise, and null last. A record that refuses null with the message {@code <component> is null} thereby makes the
 * component mandatory.
 */
final class Binder {
    private static final String NULL_REFUSAL = " is null";

    private final Function<Class<?>, RecordShape> shapes;
    private final Map<Class<?>, Object> defaults;

    Binder(Function<Class<?>, RecordShape> shapes, Map<Class<?>, Object> defaults) {
        this.shapes = shapes;
        this.defaults = defaults;
    }

    Object bind(JsonNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Map.class) {
                return map(node, arguments[0], arguments[1], path);
            }
            Collection<Object> items = generic.getRawType() == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
            return collect(node, arguments[0], path, items);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() ? record(node, plain, path) : Scalars.read(node, plain, path);
    }

    private Object record(JsonNode node, Class<?> type, String path) {
        if (!node.isObject()) {
            throw Faults.wrongType(path, "a JSON object", node);
        }
        RecordShape shape = shapes.apply(type);
        Map<String, JsonNode> given = named(node, path);
        if (Contracts.include(type)) {
            Contracts.check(given.remove(Contracts.VERSION), below(path, Contracts.VERSION));
        }
        for (String name : given.keySet()) {
            if (!shape.knows(name)) {
                throw Faults.unknown(below(path, name), shape.names());
            }
        }
        Object[] values = shape.fields().stream()
                .map(field -> value(given.get(field.wireName()), field, type, path))
                .toArray();
        return build(shape, values, path);
    }

    private Object value(JsonNode node, Field field, Class<?> owner, String path) {
        if (node != null && !node.isNull()) {
            return bind(node, field.type(), below(path, field.wireName()));
        }
        if (defaults.containsKey(owner)) {
            return field.of(defaults.get(owner));
        }
        if (field.type() instanceof Class<?> plain) {
            if (plain.isPrimitive()) {
                throw Faults.missing(below(path, field.wireName()));
            }
            return defaults.get(plain);
        }
        Type raw = ((ParameterizedType) field.type()).getRawType();
        return raw == Map.class ? Map.of() : raw == Set.class ? Set.of() : List.of();
    }

    private static Object build(RecordShape shape, Object[] values, String path) {
        try {
            return shape.build(values);
        } catch (NullPointerException e) {
            String message = String.valueOf(e.getMessage());
            throw shape.fields().stream()
                    .filter(field -> message.equals(field.javaName() + NULL_REFUSAL))
                    .findFirst()
                    .<RuntimeException>map(field -> Faults.missing(below(path, field.wireName())))
                    .orElse(e);
        } catch (IllegalArgumentException e) {
            throw Faults.invalid(path, "is refused: " + e.getMessage());
        }
    }

    private Object map(JsonNode node, Type keyType, Type valueType, String path) {
        if (!node.isObject()) {
            throw Faults.wrongType(path, "a JSON object", node);
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        boolean open = keyType == String.class;
        Map<String, JsonNode> given = open ? fields(node) : named(node, path);
        given.forEach((name, value) -> {
            Object key = open ? name : Scalars.key(name, (Class<?>) keyType, below(path, name));
            if (!value.isNull()) { // a null says nothing
                map.put(key, bind(value, valueType, below(path, name)));
            }
        });
        return map;
    }

    private Object collect(JsonNode node, Type type, String path, Collection<Object> items) {
        if (!node.isArray()) {
            throw Faults.wrongType(path, "a JSON array", node);
        }
        for (int index = 0; index < node.size(); index++) {
            items.add(bind(node.get(index), type, path + "[" + index + "]"));
        }
        return items;
    }

    private static Map<String, JsonNode> named(JsonNode node, String path) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        fields(node).forEach((name, value) -> {
            if (named.put(WireNames.canonical(name), value) != null) {
                throw Faults.invalid(below(path, WireNames.canonical(name)), "is given twice");
            }
        });
        return named;
    }

    private static Map<String, JsonNode> fields(JsonNode node) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        node.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
