// SPDX-License-Identifier: Apache-2.0
/**
 * Replaces a backend while it serves. {@link io.paddock.kernel.swap.SwapMachine} decides, {@link
 * io.paddock.kernel.swap.SwapRun} carries out, {@link io.paddock.kernel.swap.RevisionSwap} knows what each phase does.
 * May use {@code kernel.instance}, {@code kernel.journal}, {@code kernel.work}, {@code io.paddock.api} and the SPI.
 */
package io.paddock.kernel.swap;
