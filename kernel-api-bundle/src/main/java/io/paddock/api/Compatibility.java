// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Whether a consumer and a backend fit, and why.
 *
 * @param compatible the answer
 * @param reason the first rule that decided
 * @param resolvedRuntimeKind what was agreed, or null when incompatible
 * @param resolvedManagementMode what was agreed, or null when incompatible
 * @param resolvedProtocol what was agreed, or null when incompatible
 * @param warnings optional capabilities that differ, by wire name
 * @param missingRequirements names of all failing requirements, in rule order
 * @param mismatches the same with what was wanted and what is offered
 * @param alternatives ids of other registered backends that would fit
 * @param basis {@code manifest}, or {@code model} when facts about the model decided
 * @param metadata open map
 */
public record Compatibility(
        boolean compatible,
        CompatibilityReason reason,
        RuntimeKind resolvedRuntimeKind,
        ManagementMode resolvedManagementMode,
        Protocol resolvedProtocol,
        List<String> warnings,
        List<String> missingRequirements,
        List<Mismatch> mismatches,
        List<String> alternatives,
        String basis,
        Map<String, Object> metadata) {
    public Compatibility {
        requireNonNull(reason, "reason is null");
        requireNonNull(basis, "basis is null");
        warnings = List.copyOf(warnings);
        missingRequirements = List.copyOf(missingRequirements);
        mismatches = List.copyOf(mismatches);
        alternatives = List.copyOf(alternatives);
        metadata = Map.copyOf(metadata);
    }
}
