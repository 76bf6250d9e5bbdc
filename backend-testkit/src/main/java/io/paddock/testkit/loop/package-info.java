// SPDX-License-Identifier: Apache-2.0
/**
 * A small HTTP/1.1 server on one selector thread with timers, so that many slow streams cost no threads. Uses the JDK
 * only; the engine and nothing else imports it.
 */
package io.paddock.testkit.loop;
