// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Mismatch;
import io.paddock.api.Problem;
import io.paddock.api.VerbOutput;
import io.paddock.console.fake.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerbServiceTest {
    private final VerbService service = new VerbService();
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void add_verbs() {
        service.bindVerb(new OneVerb("echo", arguments -> String.join("|", arguments.operands())));
        service.bindVerb(new OneVerb("break", arguments -> {
            throw new IllegalStateException("/secret/path");
        }));
    }

    @Test
    void names_are_sorted_and_have_the_prefix() {
        assertEquals(List.of("paddock:break", "paddock:echo"), service.names());
    }

    @Test
    void a_verb_gets_its_words() {
        assertEquals(0, service.run("paddock:echo 'a b' c", recorder));
        assertEquals("a b|c\n", recorder.out());
    }

    @Test
    void the_prefix_may_be_left_out() {
        assertEquals(0, service.run("echo x", recorder));
        assertEquals("x\n", recorder.out());
    }

    @Test
    void an_unknown_verb_is_a_usage_error_that_lists_the_known() {
        assertEquals(2, service.run("paddock:swim now", recorder));
        assertEquals("""
                Unknown verb 'paddock:swim'.
                Usage: VERB [WORDS]
                  paddock:break  does break
                  paddock:echo   does echo
                Each explains itself with --help.
                """, recorder.err());
        assertEquals("", recorder.out());
    }

    @Test
    void help_and_an_empty_line_list_the_verbs() {
        assertEquals(0, service.run("help", recorder));
        assertEquals(0, service.run(" ", recorder));
        assertTrue(recorder.out().startsWith("  paddock:break  does break\n"));
    }

    @Test
    void an_open_quote_is_a_usage_error() {
        assertEquals(2, service.run("paddock:echo \"x", recorder));
        assertEquals(
                "The quote \" is not closed.\nUsage: VERB [WORDS], for example paddock:backends\n", recorder.err());
    }

    @Test
    void an_unknown_option_is_a_usage_error_with_the_usage_line() {
        assertEquals(2, service.run("paddock:echo --loud", recorder));
        assertEquals("""
                Unknown option --loud. Known: --help. Words that start with a dash go behind --.
                Usage: paddock:echo [WORD...]
                """, recorder.err());
    }

    @Test
    void a_defect_is_said_without_its_details() {
        assertEquals(1, service.run("paddock:break", recorder));
        assertEquals("internal: A defect of Paddock; the log has the details.\n", recorder.err());
    }

    @Test
    void a_failure_says_code_sentence_field_and_when_to_try_again() {
        fail(Problem.ofField(ErrorCode.INVALID_VALUE, "lease.ttl_ms", "ttl_ms is too large"));
        fail(Problem.retryable(ErrorCode.AT_CAPACITY, "All slots are busy.", Duration.ofSeconds(2)));
        assertEquals("""
                invalid_value: ttl_ms is too large (lease.ttl_ms)
                at_capacity: All slots are busy.
                  try again in 2s
                """, recorder.err());
    }

    @Test
    void an_incompatible_pair_is_explained() {
        Compatibility no = new Compatibility(
                false,
                CompatibilityReason.MISSING_STREAMING,
                null,
                null,
                null,
                List.of(),
                List.of("streaming"),
                List.of(new Mismatch("streaming", "true", "false")),
                List.of("llamacpp"),
                "manifest",
                Map.of());
        fail(Problem.incompatible("The backend does not fit.", no));
        assertEquals("""
                incompatible: The backend does not fit.
                  streaming: wanted true, offered false
                  would fit: llamacpp
                """, recorder.err());
    }

    @Test
    void without_a_kernel_it_says_so() {
        VerbService empty = new VerbService();
        assertEquals(1, empty.run("paddock:backends", recorder));
        assertEquals("draining: No verb is here, because the kernel is not running.\n", recorder.err());
    }

    @Test
    void a_verb_that_has_gone_is_unknown() {
        Verb replaced = new OneVerb("echo", arguments -> "new");
        service.bindVerb(replaced);
        service.unbindVerb(new OneVerb("echo", arguments -> "old")); // the late goodbye of another one
        assertEquals(0, service.run("echo", recorder));
        service.unbindVerb(replaced);
        assertEquals(2, service.run("echo", recorder));
    }

    private void fail(Problem problem) {
        service.bindVerb(new OneVerb("fail", arguments -> {
            throw new InferenceException(problem);
        }));
        assertEquals(1, service.run("paddock:fail", recorder));
    }

    private static final class OneVerb implements Verb {
        private final String name;
        private final Function<Arguments, String> work;

        OneVerb(String name, Function<Arguments, String> work) {
            this.name = name;
            this.work = work;
        }

        @Override
        public Usage usage() {
            Operand word = new Operand("WORD", false, true, Choice.ANYTHING, "a word");
            return new Usage(name, "does " + name, List.of(word), List.of(), "> paddock:" + name);
        }

        @Override
        public int run(Arguments arguments, VerbOutput output) {
            output.out(work.apply(arguments) + "\n");
            return 0;
        }
    }
}
