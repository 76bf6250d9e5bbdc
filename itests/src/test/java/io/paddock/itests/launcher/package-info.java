// SPDX-License-Identifier: Apache-2.0
/** The launcher of the unpacked archive. Uses processes and HTTP alone. */
package io.paddock.itests.launcher;
