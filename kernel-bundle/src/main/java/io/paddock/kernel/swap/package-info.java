// SPDX-License-Identifier: Apache-2.0
/**
 * Replaces a backend, or the model behind an alias, while it serves. {@link io.paddock.kernel.swap.SwapMachine} decides, {@link
 * io.paddock.kernel.swap.SwapRun} carries out, {@link io.paddock.kernel.swap.Takeover} knows what each phase does, and a {@link
 * io.paddock.kernel.swap.SwapMatter} what is exchanged: a revision, or what an alias stands for.
 * May use {@code kernel.instance}, {@code kernel.journal}, {@code kernel.work}, {@code io.paddock.api} and the SPI.
 */
package io.paddock.kernel.swap;
