// SPDX-License-Identifier: Apache-2.0
/** The examples as a newcomer uses them: put into a running distribution, asked, taken away. */
package io.paddock.itests.examples;
