// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit tests itself: a backend that breaks one rule turns that rule red, and no other. */
class ContractSelfTest {
    @Test
    void each_defect_turns_exactly_its_rule_red() throws Exception {
        Map<Defect, Future<Set<String>>> runs = new EnumMap<>(Defect.class);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Defect defect : Defect.values()) {
                runs.put(defect, threads.submit(() -> redRules(caseFor(defect), defect)));
            }
            for (Defect defect : Defect.values()) {
                Set<String> red = runs.get(defect).get(2, TimeUnit.MINUTES);
                Set<String> expected = defect == Defect.NONE ? Set.of() : Set.of(defect.rule());
                assertEquals(expected, shortened(red), () -> defect + " turned red: " + red);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_spawned_backend_passes_too() {
        assertEquals(Set.of(), redRules(SampleSpawnCase.class, Defect.NONE));
    }

    @Test
    void an_embedded_backend_passes_too() {
        assertEquals(Set.of(), redRules(SampleEmbedCase.class, Defect.NONE));
    }

    @Test
    void each_rule_has_a_defect() {
        Set<String> broken = new TreeSet<>();
        for (Defect defect : Defect.values()) {
            broken.add(defect == Defect.NONE ? "" : defect.rule());
        }
        Set<String> rules = new TreeSet<>(Set.of(""));
        for (Class<?> contract : List.of(BackendContract.class, EmbeddedContract.class)) {
            for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
                Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .forEach(name -> rules.add(number(name)));
            }
        }
        assertEquals(rules, broken);
        assertTrue(rules.size() > 30, () -> "too few rules found: " + rules);
    }

    private static Class<?> caseFor(Defect defect) {
        return switch (defect) {
            case D_5_4_LAUNCHES_SOMETHING_ELSE -> SampleSpawnCase.class;
            case D_6_1_NEVER_WELL, D_6_2_GOES_ON_AFTER_ITS_END -> SampleEmbedCase.class;
            default -> SampleAttachCase.class;
        };
    }

    private static Set<String> redRules(Class<?> contract, Defect defect) {
        Set<String> red = new ConcurrentSkipListSet<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(List.of(selectClass(contract)))
                .build();
        SampleAttachCase.DEFECT.set(defect);
        try {
            LauncherFactory.create().execute(request, new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                        red.add(test.getDisplayName() + " "
                                + result.getThrowable().map(Throwable::toString).orElse(""));
                    }
                }
            });
        } finally {
            SampleAttachCase.DEFECT.remove();
        }
        return red;
    }

    private static Set<String> shortened(Set<String> names) {
        Set<String> numbers = new TreeSet<>();
        names.forEach(name -> numbers.add(number(name)));
        return numbers;
    }

    private static String number(String rule) {
        String[] words = rule.split("_", 4);
        return words.length < 4 ? rule : words[0] + "_" + words[1] + "_" + words[2] + "_";
    }
}
