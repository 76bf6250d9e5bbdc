// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "  http://Host:8080/  , http://host:8080",
        "HTTP://host/a/b//, http://host:99/a/b",
        "https://host, https://host:443",
        "host, http://host:99",
        "host:1, http://host:1",
        "host/prefix, http://host:99/prefix",
        ":5, http://127.0.0.1:5",
        "0.0.0.0, http://127.0.0.1:99",
        "http://0.0.0.0:5/p, http://127.0.0.1:5/p",
        "::, http://[::1]:99",
        "[::]:5, http://[::1]:5",
        "http://[0:0:0:0:0:0:0:0]:5, http://[::1]:5",
        "::1, http://[::1]:99",
        "[fe80::1]:5, http://[fe80::1]:5",
        "http://host:5/a?key=secret#part, http://host:5/a"
    })
    void what_people_write_becomes_an_address(String written, URI expected) {
        assertEquals(expected, ServerUrl.parse(written, 99));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "ftp://host",
                "http://",
                "http://user:secret@host",
                "a b",
                "host:99999",
                "host:0",
                "host:-1",
                "host:port",
                "a,b",
                "my_host",
                "[fe80::1%eth0]:5",
                "[zz]:1",
                "http://host:5/a b",
                "1:2:3:zz"
            })
    void nonsense_is_refused_without_being_repeated(String written) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ServerUrl.parse(written, 99));
        assertFalse(refused.getMessage().contains("secret"), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1/v1, http://h:1",
        "http://h:1/p/v1, http://h:1/p",
        "http://h:1/v10, http://h:1/v10",
        "http://h:1, http://h:1"
    })
    void an_ending_can_be_taken_off(URI root, URI expected) {
        assertEquals(expected, ServerUrl.without(root, "/v1"));
    }
}
