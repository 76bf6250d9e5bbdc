// SPDX-License-Identifier: Apache-2.0
/** REST, as its users call it. Uses HTTP alone. */
package io.paddock.itests.api;
