// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Backends;
import io.paddock.api.OptionDeclaration;
import io.paddock.console.UsageException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code name=value} by the type that the backend declares. An option that it does not declare stays a text, for
 * the kernel to refuse by name.
 */
final class OptionValues {
    private final Backends backends;

    OptionValues(Backends backends) {
        this.backends = backends;
    }

    Map<String, Object> read(List<String> assignments, String backend) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--option: '" + assignment + "' is not NAME=VALUE.");
            }
            String name = assignment.substring(0, equals);
            if (values.put(name, value(name, assignment.substring(equals + 1), type(backend, name))) != null) {
                throw new UsageException("--option: " + name + " is given twice.");
            }
        }
        return values;
    }

    private String type(String backend, String name) {
        return backends.find(backend)
                .flatMap(found -> found.manifest().options().stream()
                        .filter(option -> option.name().equals(name))
                        .map(OptionDeclaration::type)
                        .findFirst())
                .orElse("string");
    }

    private static Object value(String name, String text, String type) {
        Optional<Object> value = switch (type) {
            case "integer" -> integer(text);
            case "number" -> number(text);
            case "boolean" -> bool(text);
            case "list" -> Optional.of(list(text));
            case "map" -> map(text);
            default -> Optional.of(text);
        };
        return value.orElseThrow(() -> new UsageException("--option " + name + ": '" + text + "' is not of type " + type
                + (type.equals("map") ? "; write key:value,key:value." : ".")));
    }

    private static Optional<Object> integer(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> number(String text) {
        try {
            double value = new BigDecimal(text).doubleValue();
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> bool(String text) {
        return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
    }

    private static List<String> list(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<Object> map(String text) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String entry : list(text)) {
            int colon = entry.indexOf(':');
            if (colon < 1) {
                return Optional.empty();
            }
            map.put(entry.substring(0, colon), entry.substring(colon + 1));
        }
        return Optional.of(map);
    }
}
