// SPDX-License-Identifier: Apache-2.0
/** The kernel as the measurements take hold of it, and nothing else. */
package io.paddock.kernel;
