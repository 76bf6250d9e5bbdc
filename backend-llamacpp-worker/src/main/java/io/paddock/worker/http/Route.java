// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import java.io.IOException;

/** Answers one kind of request. Thread-safe. */
interface Route {
    /**
     * Reads the call and answers it.
     *
     * @throws io.paddock.worker.Refusal when it is not served
     * @throws IOException when the client is gone
     */
    void handle(Call call) throws IOException, InterruptedException;
}
