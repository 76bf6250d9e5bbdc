// SPDX-License-Identifier: Apache-2.0
/**
 * Attaches to OpenAI-compatible servers, one backend for each configuration. Imports the kernel API and its copy of
 * {@code io.paddock.backend.http}.
 */
package io.paddock.backend.openai;
