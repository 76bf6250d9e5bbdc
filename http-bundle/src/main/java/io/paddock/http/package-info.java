// SPDX-License-Identifier: Apache-2.0
/**
 * REST and the OpenAI gateway as one servlet: guard, routes, answers, and the relay that passes model answers on without
 * holding a thread. May import the API, the wire forms, the servlet API, and Jetty for what the servlet API cannot say
 * about a connection.
 */
package io.paddock.http;
