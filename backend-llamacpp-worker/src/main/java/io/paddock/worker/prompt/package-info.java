// SPDX-License-Identifier: Apache-2.0
/** Turns messages and texts into what a model reads. Pure but for calls to the {@code Engine}. */
package io.paddock.worker.prompt;
