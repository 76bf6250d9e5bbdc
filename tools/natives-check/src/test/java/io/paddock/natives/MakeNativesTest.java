// SPDX-License-Identifier: Apache-2.0
package io.paddock.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script against a CMake that writes down what it is asked and makes a published library. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is the script for the others")
class MakeNativesTest {
    private static final Pattern PACK = Pattern.compile("mvn -pl (\\S+) -am package '-D(\\S+?)=(.*)'");

    @TempDir
    Path work;

    private Path checkout(String name) throws IOException {
        Path source = work.resolve(name);
        Files.createDirectories(source.resolve("src/main/cpp"));
        Files.writeString(source.resolve("CMakeLists.txt"), "project(x)\n");
        return source;
    }

    private Path calls() {
        return work.resolve("calls.txt");
    }

    /** One that builds what java-llama.cpp's own build would leave at that place. */
    private NativesScript building(String published, Path made) throws IOException {
        Path library = work.resolve("library");
        try (InputStream in = LlamaModel.class.getResourceAsStream(published)) {
            Files.write(library, in.readAllBytes());
        }
        return NativesScript.onABareMachine(work)
                .program("c++", "exit 0")
                .program("codesign", "exit 0")
                .program(
                        "cmake",
                        "printf '%s\\n' \"$@\" >>'" + calls() + "'; [ \"$1\" != --build ] || { mkdir -p '"
                                + made.getParent() + "'; cp '" + library + "' '" + made + "'; }");
    }

    private NativesScript building() throws IOException {
        return building(
                "Linux/x86_64/libjllama.so",
                work.resolve("jl/src/main/resources/de/kherud/llama/Linux/x86_64/libjllama.so"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, Linux, x86_64, linux-x86_64, resources, Linux/x86_64/libjllama.so, ''",
        "cpu, Linux, aarch64, linux-aarch64, resources, Linux/aarch64/libjllama.so, ''",
        "cpu, Darwin, x86_64, mac-x86_64, resources, Mac/x86_64/libjllama.dylib, ''",
        "cpu, Darwin, arm64, mac-aarch64, resources, Mac/aarch64/libjllama.dylib, -DGGML_METAL=OFF",
        "cuda, Linux, amd64, linux-x86_64-cuda, resources_linux_cuda, Linux/x86_64/libjllama.so, -DGGML_CUDA=ON",
        "metal, Darwin, arm64, mac-aarch64, resources, Mac/aarch64/libjllama.dylib,"
                + " -DGGML_METAL=ON -DGGML_METAL_EMBED_LIBRARY=ON"
    })
    void what_it_makes_is_what_the_build_packs(
            String device, String system, String machine, String target, String place, String library, String asked)
            throws Exception {
        Path source = checkout("java-llama.cpp");
        NativesScript script = building(library, source.resolve("src/main/" + place + "/de/kherud/llama/" + library))
                .on(system, machine)
                .program("nvcc", "exit 0");
        Path into = work.resolve("my natives");

        NativesScript.Ended done = script.run("--source", "java-llama.cpp", "--into", "my natives", "--device", device);

        assertEquals(0, done.exit(), done.error());
        assertEquals("", done.error());
        String[] parts = library.split("/", -1);
        String build = "java-llama.cpp/build-paddock-" + device;
        List<String> wanted = new ArrayList<>(List.of("-S", "java-llama.cpp", "-B", build));
        wanted.addAll(List.of("-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=OFF", "-DLLAMA_CURL=OFF"));
        wanted.addAll(List.of("-DOS_NAME=" + parts[0], "-DOS_ARCH=" + parts[1]));
        wanted.addAll(asked.isEmpty() ? List.of() : List.of(asked.split(" ", -1)));
        wanted.addAll(List.of("--build", build, "--config", "Release"));
        assertEquals(wanted, Files.readAllLines(calls()));
        assertEquals(List.of(parts[2]), CheckNatives.pack(target, into, work.resolve("packed")));
        assertEquals(List.of(parts[2]), names(into));
        assertItSaysHowToPackIt(done.output(), target, into);
    }

    private static void assertItSaysHowToPackIt(String output, String target, Path into) throws IOException {
        Matcher line = PACK.matcher(output);
        assertTrue(line.find(), output);
        assertEquals("backend-llamacpp-natives/" + target, line.group(1));
        assertEquals(into.toString(), line.group(3));
        String pom =
                Files.readString(NativesScript.PROJECT.resolve(line.group(1)).resolve("pom.xml"));
        assertTrue(pom.contains("<natives.source>${" + line.group(2) + "}</natives.source>"), pom);
        assertTrue(pom.contains("<natives.target>" + target + "</natives.target>"), pom);
    }

    @Test
    void what_is_wrong_before_the_build_is_said_and_nothing_is_asked_or_made() throws Exception {
        checkout("jl");
        NativesScript script = building().on("Linux", "x86_64");
        String[] good = {"--source", "jl", "--into", "out"};
        Files.writeString(work.resolve("file"), "");

        refused(script, "say --source and a checkout of java-llama.cpp");
        refused(script, "say --into", "--source", "jl");
        refused(script, "--into needs a value", "--source", "jl", "--into");
        refused(script, "there is no option --gpu", "--source", "jl", "--gpu", "x");
        refused(script, "none is no checkout of java-llama.cpp", "--source", "none", "--into", "out");
        refused(script, "file is a file", "--source", "jl", "--into", "file");
        refused(script, "none is no checkout of llama.cpp", with(good, "--llama", "none"));
        refused(script, "none is no checkout of nlohmann/json", with(good, "--json", "none"));
        refused(script, "--device must be cpu, cuda or metal, not tpu", with(good, "--device", "tpu"));
        refused(script, "--sign is for a Mac", with(good, "--sign", "me"));
        refused(script, "there is no nvcc on the PATH", with(good, "--device", "cuda"));
        refused(script, "Metal needs a Mac with Apple silicon", with(good, "--device", "metal"));
        refused(
                script.on("Linux", "aarch64"),
                "CUDA fragment for Linux on x86-64 only",
                with(good, "--device", "cuda"));
        refused(script.on("Linux", "riscv64"), "there is no fragment for linux-riscv64", good);
        refused(script.on("FreeBSD", "amd64"), "builds on Linux and macOS", good);
        refused(script.on("MINGW64_NT-10.0", "x86_64"), "on Windows take make-natives.ps1", good);
        script.on("Linux", "x86_64");
        refused(script.without("c++"), "there is no c++ on the PATH", good);
        refused(script.without("cmake"), "there is no cmake on the PATH; install it first", good);
        script.program("c++", "exit 0").program("cmake", "exit 0");
        Files.delete(work.resolve("jdk/include/jni.h"));
        refused(script, "set JAVA_HOME to a JDK", good);
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    private void refused(NativesScript script, String because, String... words) throws Exception {
        assertEnded(script, because, words);
        assertTrue(Files.notExists(calls()), "cmake was asked");
        assertTrue(Files.notExists(work.resolve("jl/build-paddock-cpu")), "a folder was made");
    }

    /** One sentence, and nothing in the folder. */
    private void assertEnded(NativesScript script, String because, String... words) throws Exception {
        NativesScript.Ended ended = script.run(words);
        assertEquals(1, ended.exit(), because + ": " + ended.error());
        assertTrue(ended.error().startsWith("make-natives: "), ended.error());
        assertTrue(ended.error().contains(because), ended.error());
        assertEquals(1, ended.error().lines().count(), ended.error());
        assertTrue(Files.notExists(work.resolve("out")), "something was made");
    }

    @Test
    void a_build_that_fails_leaves_nothing_and_names_its_log() throws Exception {
        checkout("jl");
        String[] words = {"--source", "jl", "--into", "out"};
        NativesScript script = building().on("Linux", "x86_64");

        assertEnded(script.program("cmake", "echo no >&2; exit 1"), "jl/build-paddock-cpu/configure.log", words);
        assertEquals("no\n", Files.readString(work.resolve("jl/build-paddock-cpu/configure.log")));
        script.program("cmake", "[ \"$1\" != --build ] || { echo broken >&2; exit 2; }");
        assertEnded(script, "the build failed; the reason is at the end of jl/build-paddock-cpu/build.log", words);
        assertEquals("broken\n", Files.readString(work.resolve("jl/build-paddock-cpu/build.log")));
        assertEnded(script.program("cmake", "exit 0"), "the build made no libjllama.so", words);
    }

    @Test
    void a_library_of_an_earlier_build_is_not_taken_for_one_that_was_not_made() throws Exception {
        checkout("jl");
        NativesScript script = building().on("Linux", "x86_64").program("nvcc", "exit 0");
        assertEquals(0, script.run("--source", "jl", "--into", "processor").exit());
        script.program("cmake", "exit 0");

        assertEnded(script, "the build made no libjllama.so", "--source", "jl", "--into", "out", "--device", "cuda");
    }

    @Test
    void what_cannot_be_signed_or_copied_leaves_nothing() throws Exception {
        Path source = checkout("jl");
        String library = "Mac/aarch64/libjllama.dylib";
        NativesScript script = building(library, source.resolve("src/main/resources/de/kherud/llama/" + library))
                .on("Darwin", "arm64")
                .program("codesign", "exit 1");
        String[] words = {"--source", "jl", "--into", "out", "--device", "metal"};

        assertEnded(script, "codesign could not sign it ad hoc", words);
        assertEnded(script, "codesign does not take the identity 'me'", with(words, "--sign", "me"));
        NativesScript.Ended ended = script.program("codesign", "exit 0")
                .program(
                        "cp",
                        "for last; do :; done; case $last in out/*) echo cut >\"$last\"; exit 1;; esac; exec "
                                + NativesScript.onThePath("cp").findFirst().orElseThrow() + " \"$@\"")
                .run(words);
        assertEquals(1, ended.exit());
        assertTrue(ended.error().contains("could not be copied to out"), ended.error());
        assertEquals(List.of(), names(work.resolve("out")));
    }

    @Test
    void its_help_names_every_option_and_how_a_library_is_signed_for_other_macs() throws Exception {
        String help = NativesScript.onABareMachine(work).run("--help").output();
        for (String word : List.of("--source", "--into", "--device", "--llama", "--json", "--sign", "notarised")) {
            assertTrue(help.contains(word), help);
        }
        assertTrue(help.contains("v4.2.0") && help.contains("b4916"), help);
    }

    /** Read only: there is no PowerShell to run it with where this is checked. */
    @Test
    void the_script_for_windows_asks_cmake_for_the_same_and_names_a_fragment_that_there_is() throws Exception {
        String script = Files.readString(NativesScript.PROJECT.resolve("tools/natives/make-natives.ps1"));
        for (String option : List.of(
                "'-DCMAKE_BUILD_TYPE=Release'",
                "'-DBUILD_SHARED_LIBS=OFF'",
                "'-DLLAMA_CURL=OFF'",
                "'-DOS_NAME=Windows'",
                "'-DOS_ARCH=x86_64'",
                "-DFETCHCONTENT_SOURCE_DIR_LLAMA.CPP=$Llama",
                "-DFETCHCONTENT_SOURCE_DIR_JSON=$Json",
                "& cmake --build $build --config Release")) {
            assertTrue(script.contains(option), option);
        }
        assertItSaysHowToPackIt(
                script.replace("`\"", "'").replace("$folder", "/windows"), "windows-x86_64", Path.of("/windows"));
    }
}
