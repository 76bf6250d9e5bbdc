// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Which servers may be trusted behind the endpoints of one backend, where that is not what the JVM trusts. Whoever
 * registers such a backend registers this as a service too, before it; the gateway calls those endpoints with it. Consumers
 * that call an endpoint themselves have to know what to trust.
 */
@ConsumerType
public interface EndpointTrust {
    /** Id of the backend; always the same. */
    String backend();

    /** What is trusted, instead of what the JVM trusts; always the same. */
    SSLContext tls();
}
