// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script with a real CMake and compiler; a few lines, laid out like java-llama.cpp, stand in for it and llama.cpp. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "its libraries are for Linux on x86-64")
class MakeNativesBuildTest {
    /** What matters of java-llama.cpp 4.2.0: where llama.cpp comes from, and where its library goes. */
    private static final String CMAKE = """
            cmake_minimum_required(VERSION 3.14)
            project(jllama CXX)
            include(FetchContent)
            set(CMAKE_POSITION_INDEPENDENT_CODE ON)
            FetchContent_Declare(llama.cpp URL /not/there)
            FetchContent_MakeAvailable(llama.cpp)
            if(GGML_CUDA)
                set(JLLAMA_DIR ${CMAKE_SOURCE_DIR}/src/main/resources_linux_cuda/de/kherud/llama/${OS_NAME}/${OS_ARCH})
                add_compile_definitions(DEVICE="built for cuda")
            else()
                set(JLLAMA_DIR ${CMAKE_SOURCE_DIR}/src/main/resources/de/kherud/llama/${OS_NAME}/${OS_ARCH})
                add_compile_definitions(DEVICE="built for cpu")
            endif()
            add_library(jllama SHARED src/main/cpp/jllama.cpp)
            target_link_libraries(jllama PRIVATE llama)
            set_target_properties(jllama PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${JLLAMA_DIR})
            """;

    @TempDir
    Path work;

    private Path source;

    @BeforeEach
    void checkouts() throws Exception {
        for (String needed : List.of("cmake", "c++")) {
            boolean there = NativesScript.onThePath(needed).findAny().isPresent();
            String reason = "there is no " + needed + " here";
            if (!there && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
                fail("PADDOCK_REQUIRE=all, but: " + reason);
            }
            assumeTrue(there, reason);
        }
        source = Files.createDirectories(work.resolve("java llama/src/main/cpp"));
        Files.writeString(work.resolve("java llama/CMakeLists.txt"), CMAKE);
        Files.writeString(source.resolve("jllama.cpp"), methods());
        Path llama = Files.createDirectories(work.resolve("my llama.cpp"));
        Files.writeString(llama.resolve("CMakeLists.txt"), "project(llama CXX)\nadd_library(llama llama.cpp)\n");
        Files.writeString(llama.resolve("llama.cpp"), "int llama() { return 0; }\n");
    }

    private static String methods() {
        return NativeMethods.symbols().stream()
                .map(name -> "extern \"C\" int " + name + "() { return llama(); }\n")
                .collect(Collectors.joining("", "int llama();\nextern const char device[] = DEVICE;\n", ""));
    }

    private NativesScript.Ended make(String into, String device) throws Exception {
        return NativesScript.onThisMachine(work)
                .program("nvcc", "exit 0")
                .run("--source", "java llama", "--into", into, "--device", device, "--llama", "my llama.cpp");
    }

    private String packed(String into, String target) throws Exception {
        Path packed = work.resolve("packed " + into);
        assertEquals(List.of("libjllama.so"), CheckNatives.pack(target, work.resolve(into), packed));
        return new String(Files.readAllBytes(packed.resolve("libjllama.so")), StandardCharsets.ISO_8859_1);
    }

    @Test
    void checkouts_become_folders_that_the_build_takes_and_each_device_keeps_its_own_library() throws Exception {
        NativesScript.Ended cpu = make("for cpu", "cpu");
        assertEquals(0, cpu.exit(), cpu.error());
        assertTrue(packed("for cpu", "linux-x86_64").contains("built for cpu"));

        for (int again = 0; again < 2; again++) {
            NativesScript.Ended cuda = make("for cuda", "cuda");
            assertEquals(0, cuda.exit(), cuda.error());
            assertTrue(packed("for cuda", "linux-x86_64-cuda").contains("built for cuda"), "time " + again);
        }
    }

    @Test
    void what_does_not_compile_ends_it_and_the_folder_keeps_what_was_there() throws Exception {
        assertEquals(0, make("natives", "cpu").exit());
        Files.writeString(source.resolve("jllama.cpp"), "no C++");

        NativesScript.Ended broken = make("natives", "cpu");

        assertEquals(1, broken.exit());
        assertTrue(broken.error().contains("the build failed; the reason is at the end of"), broken.error());
        assertTrue(Files.readString(work.resolve("java llama/build-paddock-cpu/build.log"))
                .contains("error"));
        assertTrue(packed("natives", "linux-x86_64").contains("built for cpu"));
    }
}
