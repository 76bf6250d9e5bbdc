// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelConfigTest {
    /** Settings as the framework makes them: converted when asked for, and not before. */
    static KernelSettings settings(Map<String, Object> written) {
        return (KernelSettings) Proxy.newProxyInstance(
                KernelSettings.class.getClassLoader(), new Class<?>[] {KernelSettings.class}, (proxy, method, args) -> {
                    Object value = written.getOrDefault(method.getName(), method.getDefaultValue());
                    if (value instanceof String word && method.getReturnType() != String.class) {
                        throw new NumberFormatException("For input string: \"" + word + "\"");
                    }
                    return value;
                });
    }

    @Test
    void good_values_are_taken() {
        KernelConfig config = KernelConfig.of(settings(Map.of("drain__deadline__ms", 0L, "max__starts", 1)));
        assertEquals(Duration.ZERO, config.limits().drain());
        assertEquals(1, config.limits().starts());
        assertEquals(32, config.limits().instances());
        assertEquals(8, config.workerThreads());
    }

    @Test
    void a_value_out_of_range_or_of_the_wrong_kind_becomes_its_default() {
        KernelConfig config = KernelConfig.of(settings(Map.of(
                "max__instances", 0, "max__starts", "many", "worker__threads", 100_000, "drain__deadline__ms", -1L)));
        assertEquals(KernelConfig.DEFAULT, config);
    }

    @Test
    void only_the_word_false_switches_durability_off() {
        assertTrue(KernelConfig.of(settings(Map.of("durable__leases", "true"))).durable());
        assertTrue(KernelConfig.of(settings(Map.of("durable__leases", "no"))).durable());
        assertFalse(
                KernelConfig.of(settings(Map.of("durable__leases", " false"))).durable());
    }

    @Test
    void the_defaults_are_the_same_in_both_places() {
        assertEquals(KernelConfig.DEFAULT, KernelConfig.of(settings(Map.of())));
    }
}
