// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.time.Duration;

/** Everything the machine may cause outside its leases. The real one does I/O; the test one writes it down. */
interface Effects {
    /** {@link InstanceMachine#ticked} after {@code delay}; replaces an earlier alarm of the same kind. */
    void wake(Tick tick, Duration delay);

    /** Asks the driver, on a worker; the answer comes as {@code pending}, {@code answered}, {@code checked}, {@code failed}. */
    void ask(Question question);

    /** Ends the engine and the driver, within a bound; then {@link InstanceMachine#terminated}. */
    void terminate();
}
