// SPDX-License-Identifier: Apache-2.0
/**
 * Where the files of the llama.cpp engine lie on this machine, so that child processes can run from them. Imports
 * nothing but the JDK.
 */
@Export
@Version("1.1.0")
package io.paddock.backend.llamacpp.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
