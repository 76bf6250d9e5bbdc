// SPDX-License-Identifier: Apache-2.0
/**
 * The verbs as commands of the Karaf shell. The only package that imports {@code org.apache.karaf.shell}; without a shell
 * it sleeps.
 */
package io.paddock.console.karaf;
