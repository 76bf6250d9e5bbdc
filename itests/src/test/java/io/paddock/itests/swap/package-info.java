// SPDX-License-Identifier: Apache-2.0
/** Backends are replaced in a booted distribution while they serve. */
package io.paddock.itests.swap;
