// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands every test class the same running runtime; it is stopped after the last one. */
public final class SharedPaddock implements ParameterResolver {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SharedPaddock.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Paddock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(SPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .paddock();
    }

    private record Running(Paddock paddock) implements AutoCloseable {
        static Running start() {
            try {
                return new Running(Paddock.started("shared", Jdk.running(), environment()));
            } catch (Exception e) {
                throw new IllegalStateException("the runtime did not start", e);
            }
        }

        /** The worker is named: a llama-server of this machine would be taken in its place. */
        private static Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>(Map.of("PADDOCK_LLAMACPP_ENGINE", "worker"));
            GemmaModel.file().ifPresent(file -> environment.put("PADDOCK_MODEL_FILES", file.toString()));
            return environment;
        }

        @Override
        public void close() throws IOException {
            paddock.close();
        }
    }
}
