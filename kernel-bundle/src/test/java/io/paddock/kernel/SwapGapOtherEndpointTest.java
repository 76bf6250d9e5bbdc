// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

/** The same when the new version plans another endpoint for the same wish, as one with another engine does. */
class SwapGapOtherEndpointTest extends SwapGapTest {
    @Override
    SwapWorld world() {
        return new SwapWorld("2");
    }
}
