// SPDX-License-Identifier: Apache-2.0
/** What survives the end of the runtime. */
package io.paddock.itests.restart;
