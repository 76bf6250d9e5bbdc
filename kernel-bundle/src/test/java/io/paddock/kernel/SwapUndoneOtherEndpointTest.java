// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

/** The same when the new version plans another endpoint for the same wish. */
class SwapUndoneOtherEndpointTest extends SwapUndoneTest {
    @Override
    SwapWorld world() {
        return new SwapWorld("2");
    }
}
