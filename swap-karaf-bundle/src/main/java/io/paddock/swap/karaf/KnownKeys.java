// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * What the configuration of a backend may have, as its bundle declares it. What is refused here names the key and never
 * the value.
 *
 * @param pid of the one configuration
 * @param types kinds of values by key, as {@link AttributeDefinition} numbers them
 */
record KnownKeys(String pid, Map<String, Integer> types) {
    KnownKeys {
        types = Map.copyOf(types);
    }

    /** Those of a bundle that is resolved; fails when it has not exactly one configuration. */
    static KnownKeys of(MetaTypeService metatypes, Bundle bundle) {
        MetaTypeInformation told = metatypes.getMetaTypeInformation(bundle);
        String[] factories = told == null ? new String[0] : told.getFactoryPids();
        String[] pids = told == null ? new String[0] : told.getPids();
        if (factories != null && factories.length > 0) {
            throw refused(
                    "each backend of it has a configuration file of its own, which all revisions share; change that"
                            + " file: etc/" + factories[0] + "-NAME.cfg");
        }
        if (pids == null || pids.length != 1) {
            throw refused("its bundle does not declare one configuration; change the file in etc/");
        }
        Map<String, Integer> types = new LinkedHashMap<>();
        ObjectClassDefinition all = told.getObjectClassDefinition(pids[0], null);
        for (AttributeDefinition one : all.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            types.put(one.getID(), one.getType());
        }
        return new KnownKeys(pids[0], types);
    }

    /** Fails with {@link ErrorCode#REVISION_REFUSED} for a key that is not known, and a value that is none of its kind. */
    void check(Map<String, Object> set) {
        set.forEach((key, value) -> {
            checkKnown(key);
            for (Object one : value instanceof Object[] several ? List.of(several) : List.of(value)) {
                if (!fits(types.get(key), String.valueOf(one).strip())) {
                    throw refused(key, "its value is no " + kind(types.get(key)));
                }
            }
        });
    }

    void checkKnown(String key) {
        if (!types.containsKey(key)) {
            throw refused(
                    key,
                    "the configuration " + pid + " does not know it; known are: "
                            + String.join(", ", types.keySet().stream().sorted().toList()));
        }
    }

    private static boolean fits(int type, String value) {
        try {
            return switch (type) {
                case AttributeDefinition.INTEGER, AttributeDefinition.SHORT, AttributeDefinition.BYTE ->
                    new BigInteger(value).bitLength() < Integer.SIZE;
                case AttributeDefinition.LONG -> new BigInteger(value).bitLength() < Long.SIZE;
                case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT ->
                    Double.isFinite(Double.parseDouble(value));
                case AttributeDefinition.BOOLEAN -> value.equals("true") || value.equals("false");
                default -> true;
            };
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String kind(int type) {
        return switch (type) {
            case AttributeDefinition.BOOLEAN -> "boolean: true or false";
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> "number";
            default -> "whole number, or too large";
        };
    }

    private static InferenceException refused(String words) {
        return new InferenceException(Problem.ofField(
                ErrorCode.REVISION_REFUSED, "configuration", "its configuration cannot be swapped: " + words));
    }

    private static InferenceException refused(String key, String words) {
        return new InferenceException(
                Problem.ofField(ErrorCode.REVISION_REFUSED, "configuration." + key, "'" + key + "': " + words));
    }
}
