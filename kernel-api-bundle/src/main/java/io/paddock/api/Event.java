// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One thing that happened in the runtime. Numbers rise from 1 without gaps for as long as the runtime runs.
 *
 * @param seq its number
 * @param at wall-clock time
 * @param type what happened
 * @param cause why, in words; holds no secret
 * @param causeCode why, as a stable code: wire name of an {@link EventCause} or an {@link ErrorCode}
 * @param causeSeq number of the event that led to this one, or null
 * @param backend id of the backend it is about, or null
 * @param instanceId instance it is about, or null
 * @param endpointId endpoint it is about, or null
 * @param endpointGeneration generation of that endpoint, or null
 * @param leaseRef the beginning of the lease's ref, of no use as a handle, or null
 * @param ownerRef owner of the lease or sender of the request, or null
 * @param swapId id of the swap it is a step of, or null
 * @param detail more for people, or null; may hold file paths and what an engine wrote
 */
public record Event(
        long seq,
        Instant at,
        EventType type,
        String cause,
        String causeCode,
        Long causeSeq,
        String backend,
        String instanceId,
        String endpointId,
        Long endpointGeneration,
        String leaseRef,
        String ownerRef,
        String swapId,
        String detail) {
    public Event {
        requireNonNull(at, "at is null");
        requireNonNull(type, "type is null");
        requireNonNull(cause, "cause is null");
        requireNonNull(causeCode, "causeCode is null");
    }
}
