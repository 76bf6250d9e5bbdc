// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.paddock.kernel}, as written. {@link KernelConfig} reads it. */
@ObjectClassDefinition(id = "io.paddock.kernel", name = "Paddock kernel", description = "How much the runtime takes on")
@interface KernelSettings {
    @AttributeDefinition(description = "Most live instances, 1 to 10000")
    int max__instances() default 32;

    @AttributeDefinition(description = "Most engines that come up at once, 1 to 1000; the others queue")
    int max__starts() default 4;

    @AttributeDefinition(description = "Most leases and waiting requests of one owner, 1 to 10000000")
    int max__leases__per__owner() default 10000;

    @AttributeDefinition(description = "How long a stopping instance waits for its leases, in ms, 0 to 86400000")
    long drain__deadline__ms() default 30000;

    @AttributeDefinition(
            description = "Longest wait before the first restart of an engine, in ms; it doubles each time")
    long restart__base__ms() default 500;

    @AttributeDefinition(description = "Longest wait before any restart of an engine, in ms")
    long restart__longest__ms() default 30000;

    @AttributeDefinition(description = "So many failures within the crash window are a crash loop, 1 to 100")
    int crash__limit() default 5;

    @AttributeDefinition(description = "How far back failures of an engine count, in ms")
    long crash__window__ms() default 120000;

    @AttributeDefinition(description = "How long an engine in a crash loop is left alone, in ms")
    long crash__pause__ms() default 30000;

    @AttributeDefinition(description = "So many failed health checks in a row make an instance unavailable, 1 to 1000")
    int health__failures() default 3;

    @AttributeDefinition(description = "An engine of ours is given up after it was unavailable for so long, in ms")
    long outage__limit__ms() default 30000;

    @AttributeDefinition(description = "No start takes longer, whatever progress it makes, in ms")
    long start__limit__ms() default 3600000;

    @AttributeDefinition(
            description =
                    "A backend that is back within so long was replaced; requests wait for that, in ms, 0 to 60000")
    long replacement__ms() default 5000;

    @AttributeDefinition(description = "Most requests that wait for a backend that is being replaced, 0 to 1000000")
    int parked__requests() default 1024;

    @AttributeDefinition(description = "Most calls into one backend at once, 1 to 256; needs a restart")
    int worker__threads() default 8;

    @AttributeDefinition(
            description =
                    "Most events that are remembered about backends and instances, and as many about leases, 16 to"
                            + " 1000000")
    int journal__events() default 4096;

    @AttributeDefinition(
            description =
                    "true or false: leases and wanted instances survive a restart of the runtime; needs a restart")
    String durable__leases() default "true";
}
