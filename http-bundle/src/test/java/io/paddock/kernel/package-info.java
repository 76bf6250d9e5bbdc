// SPDX-License-Identifier: Apache-2.0
/** The kernel as the tests of its HTTP side take hold of it, and nothing else. */
package io.paddock.kernel;
