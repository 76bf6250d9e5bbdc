// SPDX-License-Identifier: Apache-2.0
/**
 * What backends that attach over HTTP share: bounded calls, checked addresses and headers, configuration values. Imports
 * the kernel API and Jackson. Never exported: each bundle carries its own copy.
 */
package io.paddock.backend.http;
