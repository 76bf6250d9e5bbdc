// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.time.Duration;

/**
 * How much the runtime takes on, and how much it bears.
 *
 * @param instances most live instances
 * @param starts most engines that come up at once; the others queue
 * @param leasesPerOwner most leases and waiting requests of one owner
 * @param drain how long a stopping instance waits for its leases
 * @param restarts what happens to engines that fail
 * @param vigilance how instances are watched
 * @param parking what becomes of requests while a backend is being replaced
 */
public record Limits(
        int instances,
        int starts,
        int leasesPerOwner,
        Duration drain,
        RestartPolicy restarts,
        Vigilance vigilance,
        Parking parking) {
    /** No parking: nobody waits for a backend that went. */
    public Limits(
            int instances,
            int starts,
            int leasesPerOwner,
            Duration drain,
            RestartPolicy restarts,
            Vigilance vigilance) {
        this(instances, starts, leasesPerOwner, drain, restarts, vigilance, Parking.NONE);
    }

    /** The usual restarts and vigilance, and no parking. */
    public Limits(int instances, int starts, int leasesPerOwner, Duration drain) {
        this(instances, starts, leasesPerOwner, drain, RestartPolicy.DEFAULT, Vigilance.DEFAULT);
    }

    /** The same with other restarts. */
    public Limits withRestarts(RestartPolicy policy) {
        return new Limits(instances, starts, leasesPerOwner, drain, policy, vigilance, parking);
    }

    /** The same, watched otherwise. */
    public Limits withVigilance(Vigilance other) {
        return new Limits(instances, starts, leasesPerOwner, drain, restarts, other, parking);
    }

    /** The same for another number of instances. */
    public Limits withInstances(int most) {
        return new Limits(most, starts, leasesPerOwner, drain, restarts, vigilance, parking);
    }

    /** The same with another patience with the leases of a stopping instance. */
    public Limits withDrain(Duration other) {
        return new Limits(instances, starts, leasesPerOwner, other, restarts, vigilance, parking);
    }

    /** The same with another parking. */
    public Limits withParking(Parking other) {
        return new Limits(instances, starts, leasesPerOwner, drain, restarts, vigilance, other);
    }
}
