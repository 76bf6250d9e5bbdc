// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A change that was not written. */
final class Refused {
    private Refused() {}

    /** The sentence that goes with it. */
    static String of(CompletableFuture<Void> change) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> change.get(20, TimeUnit.SECONDS));
        InferenceException told = assertInstanceOf(InferenceException.class, failed.getCause());
        assertEquals(ErrorCode.STATE_UNWRITABLE, told.code());
        return told.problem().detail();
    }
}
