// SPDX-License-Identifier: Apache-2.0
/** Attaches to an Ollama daemon. Imports the kernel API and its copy of {@code io.paddock.backend.http}. */
package io.paddock.backend.ollama;
