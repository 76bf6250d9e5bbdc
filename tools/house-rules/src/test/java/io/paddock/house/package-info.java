// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of the house as tests over the sources of every module. Uses the JDK's own parser and nothing else; calls no
 * code of Paddock.
 */
package io.paddock.house;
