// SPDX-License-Identifier: Apache-2.0
/** What must look inside the service registry of a running Karaf. */
package io.paddock.itests.karaf;
