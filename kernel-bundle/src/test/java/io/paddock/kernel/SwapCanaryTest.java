// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.paddock.api.ErrorCode;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A candidate is asked in another protocol only when it does not know the first one. */
class SwapCanaryTest {
    private final SwapWorld world = new SwapWorld();

    @BeforeEach
    void serve() {
        world.rig.ensure("fake");
        world.engineB.completes = true;
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 422, 429})
    void one_that_refuses_a_chat_is_undone_although_it_completes_texts(int status) {
        world.engineB.status = status;
        Swap undone = world.swap(SwapWorld.QUICK);
        assertEquals(SwapState.ROLLED_BACK, undone.state());
        assertEquals(SwapPhase.CANARY, undone.phase());
        assertEquals(ErrorCode.CANARY_FAILED, undone.cause().code());
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 501})
    void one_that_knows_no_chats_completes_a_text(int status) {
        world.engineB.status = status;
        Swap done = world.swap(SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state());
        assertNull(done.cause());
    }

    @Test
    void one_that_says_that_its_model_cannot_chat_completes_a_text() {
        world.engineB.status = 400;
        world.engineB.body = "{\"error\":{\"message\":\"\\\"minilm\\\" does not support chat\"}}";
        assertEquals(SwapState.SWITCHED, world.swap(SwapWorld.QUICK).state());
    }
}
