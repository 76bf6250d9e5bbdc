// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.ChildCommand;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.ServerByHand;
import io.paddock.bench.subject.StopList;
import java.nio.file.Path;
import java.util.Map;

/**
 * Three new processes of one llama-server with one model: two started by hand, one by the runtime. Two of the same kind
 * differ too, by where the system puts their memory and threads; so each is started several times.
 */
final class ServerTrio {
    private final PaddockProcess paddock;
    private final PaddockApi.Granted granted;
    private final ServerByHand hand;
    private final ServerByHand otherHand;

    private ServerTrio(PaddockProcess paddock, PaddockApi.Granted granted, ServerByHand hand, ServerByHand otherHand) {
        this.paddock = paddock;
        this.granted = granted;
        this.hand = hand;
        this.otherHand = otherHand;
    }

    /**
     * Starts all. Who is started first may find other memory than the last, so it is not always the same.
     *
     * @param like how the runtime started such a server before: those by hand are started first; null: afterwards
     */
    static ServerTrio start(PaddockProcess paddock, Path program, String model, ChildCommand like, StopList stops)
            throws Exception {
        if (like == null) {
            PaddockApi.Granted granted = paddock.api().ensure(model);
            ChildCommand same = ChildCommand.of(pid(paddock, granted));
            ServerByHand hand = ServerByHand.start(program, same, stops);
            return new ServerTrio(paddock, granted, hand, ServerByHand.start(program, same, stops));
        }
        ServerByHand hand = ServerByHand.start(program, like, stops);
        ServerByHand otherHand = ServerByHand.start(program, like, stops);
        return new ServerTrio(paddock, paddock.api().ensure(model), hand, otherHand);
    }

    private static long pid(PaddockProcess paddock, PaddockApi.Granted granted) throws Exception {
        return paddock.api()
                .instance(granted.instanceId(), paddock.adminToken())
                .path("pid")
                .asLong();
    }

    /** How the runtime started its own. */
    ChildCommand command() throws Exception {
        return ChildCommand.of(pid());
    }

    Target byHand() {
        return Target.chat(hand.baseUrl(), hand.headers());
    }

    Target otherByHand() {
        return Target.chat(otherHand.baseUrl(), otherHand.headers());
    }

    Target endpoint() {
        return Target.chat(granted.baseUrl(), granted.headers());
    }

    Target gateway() {
        return Target.chat(paddock.api().gateway(), Map.of());
    }

    /** The process that the runtime started. */
    long pid() throws Exception {
        return pid(paddock, granted);
    }

    /** Ends all; they are gone when this returns. */
    void end() throws Exception {
        otherHand.close();
        hand.close();
        paddock.api().release(granted);
        paddock.api().stop(granted.instanceId(), paddock.adminToken());
        EnsurePart.awaitGone(paddock, granted.instanceId());
    }
}
