// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration with the factory PID {@code io.paddock.ssh}. {@link Target} gives the meanings. */
@ObjectClassDefinition(name = "Paddock ssh target")
@interface Config {
    /** Factory PID of these configurations. */
    String PID = "io.paddock.ssh";

    @AttributeDefinition(description = "Name of this target; empty: that of the configuration")
    String name() default "";

    @AttributeDefinition(description = "Name or address of the machine")
    String host() default "";

    @AttributeDefinition(description = "Port of its ssh server")
    int port() default 22;

    @AttributeDefinition(description = "User there; empty: the one that runs this")
    String user() default "";

    @AttributeDefinition(description = "File with the private key, without a pass phrase; empty: an agent")
    String identity__file() default "";

    @AttributeDefinition(description = "Socket of the ssh agent; empty: SSH_AUTH_SOCK")
    String agent() default "";

    @AttributeDefinition(description = "File with the machine's host key; empty: ~/.ssh/known_hosts")
    String known__hosts() default "";

    @AttributeDefinition(description = "Folder there in which processes run; empty: the user's home")
    String working__directory() default "";

    @AttributeDefinition(description = "Seconds without a sign of life after which what runs there is killed")
    int silence__seconds() default 4;

    @AttributeDefinition(description = "Longest time for a connection, and for each look before a start, in ms")
    int connect__timeout__ms() default 10_000;
}
