// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import io.paddock.example.spawned.engine.Proof;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.testkit.BackendContract;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import io.paddock.testkit.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The backend contract; its last rule runs the real engine. */
class EchoBackendContractTest extends BackendContract {
    @TempDir
    private static Path data;

    @Override
    protected Backend backend() {
        try {
            return new EchoBackend("1.0.0", EngineFolder.unpack(BuiltEngine.files(), data), List.of("tiny", "tiny-2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected InstanceSpec specFor(FakeModelServer target) {
        return new InstanceSpec(EchoBackend.ID, target.model(), null, null, Map.of("delay_ms", 1));
    }

    @Override
    protected InstanceSpec brokenSpec() {
        return new InstanceSpec(EchoBackend.ID, "tiny", null, null, Map.of("delay_ms", -1));
    }

    /** The kernel makes the key. */
    @Override
    protected Set<Trait> lacks() {
        return EnumSet.of(Trait.API_KEY);
    }

    /** The fake server knows OpenAI's routes; what only this engine says has to be taught. */
    @Override
    protected void prepare(FakeModelServer target) {
        String proof = Proof.of(launchSecret(), target.port());
        Set<Mood> well = EnumSet.of(Mood.READY, Mood.BIG_BODY, Mood.WRONG_MODEL);
        target.says("/health", mood -> well.contains(mood) ? "{\"status\":\"ok\",\"proof\":\"" + proof + "\"}" : null);
    }
}
