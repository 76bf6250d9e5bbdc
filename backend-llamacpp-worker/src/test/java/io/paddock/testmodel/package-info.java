// SPDX-License-Identifier: Apache-2.0
/** Tiny models for tests, so that no test needs a downloaded file. */
package io.paddock.testmodel;
