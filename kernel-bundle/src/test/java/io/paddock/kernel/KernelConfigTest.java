// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.annotation.Annotation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KernelConfigTest {
    private static class Settings implements KernelSettings {
        @Override
        public int max__instances() {
            return 32;
        }

        @Override
        public int max__starts() {
            return 4;
        }

        @Override
        public int max__leases__per__owner() {
            return 10_000;
        }

        @Override
        public long drain__deadline__ms() {
            return 30_000;
        }

        @Override
        public int worker__threads() {
            return 8;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return KernelSettings.class;
        }
    }

    @Test
    void good_values_are_taken() {
        KernelConfig config = KernelConfig.of(new Settings() {
            @Override
            public long drain__deadline__ms() {
                return 0;
            }
        });
        assertEquals(Duration.ZERO, config.limits().drain());
        assertEquals(32, config.limits().instances());
        assertEquals(8, config.workerThreads());
    }

    @Test
    void a_value_out_of_range_or_of_the_wrong_kind_becomes_its_default() {
        KernelConfig config = KernelConfig.of(new Settings() {
            @Override
            public int max__instances() {
                return 0;
            }

            @Override
            public int max__starts() {
                throw new NumberFormatException("For input string: \"many\"");
            }

            @Override
            public int worker__threads() {
                return 100_000;
            }
        });
        assertEquals(KernelConfig.DEFAULT, config);
    }

    @Test
    void the_defaults_are_the_same_in_both_places() {
        assertEquals(KernelConfig.DEFAULT, KernelConfig.of(new Settings()));
    }
}
