// SPDX-License-Identifier: Apache-2.0
/**
 * The backend {@code llamacpp}: which models there are, which options they take, how a worker process is launched and
 * watched. Imports the runtime's API, the engine's files and the JDK; nothing of the engine itself.
 */
package io.paddock.backend.llamacpp;
