// SPDX-License-Identifier: Apache-2.0
/**
 * The model behind the HTTP routes, as an interface and on top of java-llama.cpp. Only this package talks to native
 * code, and it keeps from it everything that would end the process.
 */
package io.paddock.worker.engine;
