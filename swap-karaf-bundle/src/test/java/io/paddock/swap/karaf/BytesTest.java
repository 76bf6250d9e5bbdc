// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BytesTest {
    @Test
    void a_source_that_says_nothing_fails() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/next.jar";
            assertThrows(SocketTimeoutException.class, () -> Bytes.of(url, Duration.ofMillis(200)));
        }
    }

    @Test
    void whoever_is_interrupted_reads_no_more(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("next.jar"), new byte[] {1, 2});
        try (InputStream bytes = Bytes.of(file.toUri().toString())) {
            assertEquals(1, bytes.read());
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, bytes::read);
            assertThrows(InterruptedIOException.class, () -> bytes.read(new byte[1]));
        } finally {
            assertTrue(Thread.interrupted(), "others see the interrupt too");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"next.jar", "nowhere:x", "file:/a b/next.jar"})
    void what_is_no_location_cannot_be_read(String location) {
        assertThrows(IOException.class, () -> Bytes.of(location));
    }

    @Test
    void a_file_is_read(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("next.jar"), new byte[] {1, 2});
        try (InputStream bytes = Bytes.of(file.toUri().toString())) {
            assertArrayEquals(new byte[] {1, 2}, bytes.readAllBytes());
        }
    }
}
