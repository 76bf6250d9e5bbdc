// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A record type as the wire sees it: its fields in order, how to read them and how to build one. */
record RecordShape(List<Field> fields, Constructor<?> constructor) {

    /** One component of a record. */
    record Field(String javaName, String wireName, Type type, Method accessor) {
        Object of(Object owner) {
            return call(() -> accessor.invoke(owner));
        }
    }

    @FunctionalInterface
    private interface Reflective {
        Object run() throws ReflectiveOperationException;
    }

    static RecordShape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : components) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            fields.add(new Field(component.getName(), WireNames.of(component), component.getGenericType(), accessor));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new RecordShape(List.copyOf(fields), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }

    Object build(Object[] values) {
        return call(() -> constructor.newInstance(values));
    }

    boolean knows(String wireName) {
        return fields.stream().anyMatch(field -> field.wireName().equals(wireName));
    }

    String names() {
        return fields.stream().map(Field::wireName).sorted().collect(Collectors.joining(", "));
    }

    private static Object call(Reflective call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
