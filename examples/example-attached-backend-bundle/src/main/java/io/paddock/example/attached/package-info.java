// SPDX-License-Identifier: Apache-2.0
/**
 * Attaches to one OpenAI-compatible server that somebody else runs. Imports the kernel API and its copy of
 * {@code io.paddock.backend.http}.
 */
package io.paddock.example.attached;
