// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fragments say to the framework: the files that their builds read. */
class FragmentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux-x86_64 | osname=Linux;processor=x86-64;selection-filter=\"(!(paddock.natives=cuda))\" | cpu",
                "linux-x86_64-cuda | osname=Linux;processor=x86-64;selection-filter=\"(paddock.natives=cuda)\" | cpu,cuda",
                "linux-aarch64 | osname=Linux;processor=AArch64 | cpu",
                "mac-x86_64 | osname=MacOSX;processor=x86-64 | cpu",
                "mac-aarch64 | osname=MacOSX;processor=AArch64 | cpu,metal",
                "windows-x86_64 | osname=Win32;processor=x86-64 | cpu"
            })
    void each_names_its_library_its_platform_and_its_devices(String name, String platform, String devices)
            throws Exception {
        Path file = NativesScript.PROJECT.resolve("backend-llamacpp-natives/" + name + "/bnd.bnd");
        Properties bnd = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            bnd.load(reader);
        }
        String library = "native/" + name + "/" + Target.of(name).main();

        assertEquals(library + ";" + platform + ",*", bnd.getProperty("Bundle-NativeCode"));
        assertEquals("native/" + name + "=target/library", bnd.getProperty("-includeresource"));
        assertEquals("io.paddock.backend.llamacpp.natives." + name, bnd.getProperty("Bundle-SymbolicName"));
        assertEquals("io.paddock.backend.llamacpp.engine", bnd.getProperty("Fragment-Host"));
        assertEquals(devices, bnd.getProperty("Paddock-Devices"));
    }
}
