// SPDX-License-Identifier: Apache-2.0
/**
 * The program that serves one model: options, start and end. May import every package of the worker; no other package
 * imports from here but {@link io.paddock.worker.Refusal}.
 */
package io.paddock.worker;
