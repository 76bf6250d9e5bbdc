// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

/** The same when the new version plans another endpoint for the same wish. */
class SwapOtherEndpointTest extends SwapTest {
    @Override
    SwapWorld world() {
        return new SwapWorld("2");
    }
}
