// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.api.EndpointTrust;
import javax.net.ssl.SSLContext;

/** What the gateway trusts behind the endpoints of one configuration. */
record OpenAiEndpointTrust(String backend, SSLContext tls) implements EndpointTrust {}
