// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.SortedSet;
import java.util.TreeSet;

/** What java-llama.cpp's classes call. */
final class NativeMethods {
    private static final String CLASS = "de.kherud.llama.LlamaModel";

    private NativeMethods() {}

    /** The symbols that a library must export, as JNI spells them. */
    static SortedSet<String> symbols() {
        try {
            // Not initialised: that would load a library.
            Class<?> model = Class.forName(CLASS, false, NativeMethods.class.getClassLoader());
            SortedSet<String> symbols = new TreeSet<>();
            for (Method method : model.getDeclaredMethods()) {
                if (Modifier.isNative(method.getModifiers())) {
                    symbols.add("Java_" + CLASS.replace('.', '_') + "_"
                            + method.getName().replace("_", "_1"));
                }
            }
            return symbols;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("java-llama.cpp is not on the class path", e);
        }
    }
}
