// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.chat;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;

/** Ends an HTTP client's threads at once where the JDK can (21 and newer); before that, they end when it is collected. */
final class ClientShutdown {
    private ClientShutdown() {}

    static void now(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            // JDK 17 to 20: nothing to call.
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the HTTP client could not be shut down", e.getCause());
        }
    }
}
