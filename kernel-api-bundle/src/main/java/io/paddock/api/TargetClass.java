// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** What an endpoint belongs to. */
public enum TargetClass implements WireNamed {
    /** A hosted provider. */
    CLOUD_PROVIDER,
    /** A command line tool. */
    CLI_ENDPOINT,
    /** A service of one's own: the only kind Paddock publishes. */
    SELF_HOSTED_ENDPOINT
}
