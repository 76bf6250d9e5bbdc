// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.backend.http.ConfigValues;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.testkit.BackendContract;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachedBackendContractTest extends BackendContract {
    @TempDir
    private Path folder;

    @Override
    protected Backend backend() {
        return attachedTo(server());
    }

    private static AttachedBackend attachedTo(FakeModelServer target) {
        return configured(Map.of("base_url", target.url() + "/v1", "model", target.model()));
    }

    private static AttachedBackend configured(Map<String, Object> properties) {
        return new AttachedBackend("1.0.0", AttachedSettings.read(new ConfigValues(properties)));
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec(AttachedBackend.ID, target.model(), null, null, Map.of());
    }

    /** Where it goes is a matter of configuration alone. */
    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec(AttachedBackend.ID, "tiny", null, null, Map.of("base_url", "http://elsewhere"));
    }

    @Override
    protected Backend backendWithKey(String key) {
        try {
            Path file = Files.writeString(folder.resolve("key"), key + "\n");
            return configured(
                    Map.of("base_url", server().url() + "/v1", "model", "tiny", "api_key_file", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected InstanceSpec specWithKey(FakeModelServer target, String key) {
        return specFor(target);
    }

    @Test
    void the_models_are_those_of_the_server_while_it_is_there() {
        AttachedBackend backend = attachedTo(server());
        assertEquals(List.of("tiny"), ids(backend));
        assertTrue(backend.availability().usable());
        server().mood(Mood.REFUSE);
        assertEquals(List.of(), ids(backend));
        assertFalse(backend.availability().usable());
        backend.close();
    }

    @Test
    void a_wrong_configuration_is_unavailable_and_says_everything_that_is_wrong() {
        AttachedBackend backend = configured(Map.of(
                "base_url",
                "ftp://host",
                "api_key_file",
                folder.resolve("absent").toString()));
        String detail = backend.availability().detail();
        assertTrue(
                detail.contains("base_url: ") && detail.contains("api_key_file: ") && detail.contains("; model: "),
                detail);
        assertEquals(List.of(), ids(backend));
        backend.close();
    }

    private static List<String> ids(AttachedBackend backend) {
        return backend.models(Duration.ofSeconds(5)).stream()
                .map(listing -> listing.id())
                .toList();
    }
}
