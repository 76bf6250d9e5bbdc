// SPDX-License-Identifier: Apache-2.0
/** What the integration tests share: the archive, a running runtime, what may be absent. */
package io.paddock.itests.support;
