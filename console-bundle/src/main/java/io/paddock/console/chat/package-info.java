// SPDX-License-Identifier: Apache-2.0
/** A streaming chat call to an endpoint. May import {@code io.paddock.api} and Jackson. */
package io.paddock.console.chat;
