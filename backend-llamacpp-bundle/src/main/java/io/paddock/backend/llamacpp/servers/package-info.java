// SPDX-License-Identifier: Apache-2.0
/**
 * The llama-servers that were added to the runtime, how their archives are fetched, checked and unpacked, and which
 * engine was chosen for which model. Imports the runtime's API, Commons Compress, Jackson and the JDK; knows nothing of
 * llama-server but the name of its program.
 */
package io.paddock.backend.llamacpp.servers;
