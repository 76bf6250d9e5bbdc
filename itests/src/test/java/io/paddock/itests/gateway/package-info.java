// SPDX-License-Identifier: Apache-2.0
/** The OpenAI gateway, with clients that know nothing of Paddock. Uses HTTP alone. */
package io.paddock.itests.gateway;
