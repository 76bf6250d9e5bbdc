// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import java.util.Set;

/**
 * What a file says about itself.
 *
 * @param format ELF, Mach-O or PE
 * @param architectures the machines that it is for; more than one only in a universal Mach-O
 * @param exported names that others can link to, without the underscore that Mach-O puts before each
 */
record Library(String format, Set<String> architectures, Set<String> exported) {
    Library {
        architectures = Set.copyOf(architectures);
        exported = Set.copyOf(exported);
    }
}
