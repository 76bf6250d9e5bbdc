// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** How a swap goes about it. */
public enum SwapStrategy implements WireNamed {
    /** The new one comes up beside the old one; requests do not wait. */
    SIDE_BY_SIDE,
    /** The old one finishes and ends before the new one comes up; requests wait meanwhile. */
    DRAIN_STOP_START
}
