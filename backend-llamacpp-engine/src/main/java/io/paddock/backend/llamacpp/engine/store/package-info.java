// SPDX-License-Identifier: Apache-2.0
/** Unpacks, checks and collects the folders that engines run from. */
package io.paddock.backend.llamacpp.engine.store;
