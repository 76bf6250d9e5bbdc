// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

/** Somebody else's backend, which wants the same id. */
public final class RivalBackend extends ProbeBackend {}
