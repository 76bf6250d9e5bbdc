// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paddock.spi.Backend;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the rules share: the author's answers, the fake server, and how long things may take. */
abstract class ContractSetting {
    /** Enough for an answer on a busy machine. */
    static final Duration PATIENT = Duration.ofSeconds(10);
    /** What a look at a silent server may cost. */
    static final Duration BUDGET = Duration.ofMillis(300);
    /** A budget and what a busy machine adds to it. */
    static final Duration BUDGET_AND_SLACK = BUDGET.plusMillis(1700);

    static final String KEY = "k3y-0f-the-c0ntract";

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private FakeModelServer server;

    /** A new backend, as its bundle would register it; closed afterwards if it can be. */
    protected abstract Backend backend();

    /** A wish for the model of {@code server} that leads to {@code server}. */
    protected abstract InstanceSpec specFor(FakeModelServer server);

    /** A wish with one option that cannot be served. */
    protected abstract InstanceSpec brokenSpec();

    /** What this backend has not; each absence is checked too where it can be. */
    protected Set<Trait> lacks() {
        return EnumSet.noneOf(Trait.class);
    }

    /** A new backend that has {@code key}; override it when the key comes from the configuration. */
    protected Backend backendWithKey(String key) {
        return backend();
    }

    /** The wish with {@code key}; override it when the key does not come as the option {@code api_key}. */
    protected InstanceSpec specWithKey(FakeModelServer target, String key) {
        return with(specFor(target), "api_key", key);
    }

    /** Why a process cannot be launched on this machine, or null when it can. */
    protected String cannotLaunchBecause() {
        return null;
    }

    /** Teaches the server of a test what only this backend's engine says; see {@link FakeModelServer#says}. */
    protected void prepare(FakeModelServer target) {}

    /** The secret that a launched process is given in the rules. */
    protected static String launchSecret() {
        return KEY;
    }

    /** The server of the running test. */
    protected final FakeModelServer server() {
        return server;
    }

    @BeforeEach
    void startServer() {
        server = FakeModelServer.start();
        toClose.push(server);
        prepare(server);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    // How a driver closes is the matter of rule 5.1 alone.
    private static void closeQuietly(InstanceDriver driver) {
        try {
            driver.close();
        } catch (RuntimeException e) {
            System.getLogger("contract").log(System.Logger.Level.DEBUG, "a driver did not close", e);
        }
    }

    /** {@code spec} with one more option. */
    protected static InstanceSpec with(InstanceSpec spec, String option, Object value) {
        Map<String, Object> options = new HashMap<>(spec.options());
        options.put(option, value);
        return new InstanceSpec(spec.backend(), spec.model(), spec.startupKind(), spec.executionSurface(), options);
    }

    final Backend freshBackend() {
        return closing(backend());
    }

    final Backend freshBackendWithKey(String key) {
        return closing(backendWithKey(key));
    }

    final InstanceDriver freshDriver() {
        return open(freshBackend().plan(specFor(server)));
    }

    /** Opens the driver as the kernel would after a launch on the server's port, or without a process. */
    final InstanceDriver open(StartupPlan plan) {
        Launched launched = plan.fold(
                spawn -> new Launched("contract-1", 1, server.port(), KEY),
                embed -> new Launched("contract-1", 0, 0, ""),
                attach -> new Launched("contract-1", 0, 0, ""));
        InstanceDriver driver = plan.driver().open(launched);
        toClose.push(() -> closeQuietly(driver));
        return driver;
    }

    final void needs(Trait trait) {
        assumeTrue(!lacks().contains(trait), () -> "this backend lacks " + trait);
    }

    /** Skips with a reason; fails instead where every skip must fail. */
    static void skipUnless(boolean possible, String reason) {
        if (!possible && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            fail("must not be skipped: " + reason);
        }
        assumeTrue(possible, reason);
    }

    /** Why {@code probe} is not ready; fails when it is ready or gives no reason. */
    static String notReady(Probe probe) {
        String because = probe.fold(Probe.Pending::because, ready -> fail("ready: " + ready), Probe.Failed::because);
        if (because.isBlank()) {
            fail("not ready, but no reason is given: " + probe);
        }
        return because;
    }

    private Backend closing(Backend backend) {
        if (backend instanceof AutoCloseable closeable) {
            toClose.push(closeable);
        }
        return backend;
    }
}
