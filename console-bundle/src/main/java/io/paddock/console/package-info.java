// SPDX-License-Identifier: Apache-2.0
/**
 * What all verbs share: splitting and sorting words, tables, waiting, and {@link io.paddock.console.VerbService}, which
 * runs them. Exported, so that other bundles can bring verbs too. May import {@code io.paddock.api} and
 * {@code io.paddock.wire}.
 */
@Export
@Version("1.0.0")
package io.paddock.console;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
