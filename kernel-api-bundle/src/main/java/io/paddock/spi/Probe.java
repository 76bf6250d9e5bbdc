// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;

/** What one look at a starting instance saw. */
public sealed interface Probe {
    /** Answers each case; Java 17 cannot switch over types. */
    <R> R fold(Function<Pending, R> pending, Function<Ready, R> ready, Function<Failed, R> failed);

    /**
     * Not yet.
     *
     * @param because what was seen, in words
     * @param progress grows while the engine loads, so that a slow load is told from a stall; 0 when unknown
     */
    record Pending(String because, long progress) implements Probe {
        public Pending {
            requireNonNull(because, "because is null");
        }

        /** Pending without a sign of progress. */
        public Pending(String because) {
            this(because, 0);
        }

        @Override
        public <R> R fold(Function<Pending, R> pending, Function<Ready, R> ready, Function<Failed, R> failed) {
            return pending.apply(this);
        }
    }

    /**
     * It answers.
     *
     * @param baseUrl absolute, not a wildcard address; {@code /chat/completions} follows it
     * @param headers to send with each call; values are secrets
     * @param protocol how to talk to it
     * @param healthRef where its health can be asked, or null
     * @param capabilities what it can do, within the manifest
     * @param metadata open map
     */
    record Ready(
            URI baseUrl,
            Map<String, String> headers,
            Protocol protocol,
            String healthRef,
            Map<Capability, Support> capabilities,
            Map<String, Object> metadata)
            implements Probe {
        public Ready {
            requireNonNull(baseUrl, "baseUrl is null");
            requireNonNull(protocol, "protocol is null");
            headers = Map.copyOf(headers);
            capabilities = Map.copyOf(capabilities);
            metadata = Map.copyOf(metadata);
        }

        @Override
        public <R> R fold(Function<Pending, R> pending, Function<Ready, R> ready, Function<Failed, R> failed) {
            return ready.apply(this);
        }

        /** Header values are secrets: only names are printed. */
        @Override
        public String toString() {
            return "Ready[" + baseUrl + ", headers=" + headers.keySet() + "]";
        }
    }

    /**
     * It never will; the instance is given up.
     *
     * @param because what was seen and what to do, in words
     */
    record Failed(String because) implements Probe {
        public Failed {
            requireNonNull(because, "because is null");
        }

        @Override
        public <R> R fold(Function<Pending, R> pending, Function<Ready, R> ready, Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }
}
