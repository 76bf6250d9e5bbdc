// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import java.time.Duration;
import java.util.Optional;

/** Everything the machine may cause outside its leases. The real one does I/O; the test one writes it down. */
interface Effects {
    /** {@link InstanceMachine#ticked} after {@code delay}; replaces an earlier alarm of the same kind. */
    void wake(Tick tick, Duration delay);

    /** Asks the driver, on a worker; the answer comes as {@code pending}, {@code answered}, {@code checked}, {@code failed}. */
    void ask(Question question);

    /** Brings the engine up when it is its turn; then {@link InstanceMachine#launching}. */
    void launch();

    /** Leaves what a failed instance leaves to the next one; a problem when nobody takes it. */
    Optional<Problem> handOver(Estate estate);

    /** Ends the engine and the driver, within a bound; then {@link InstanceMachine#terminated}. */
    void terminate();
}
