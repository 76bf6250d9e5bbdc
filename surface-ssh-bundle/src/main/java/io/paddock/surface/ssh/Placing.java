// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import io.paddock.api.InferenceException;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.surface.Placement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a process up on the target: connection, looks, port, start. Blocks, each step for a bounded time. */
final class Placing {
    private static final Logger LOG = LoggerFactory.getLogger(Placing.class);
    /** Below those that systems give to outgoing connections. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;
    private static final int MOST_TRIES = 20;

    private final Target target;
    private final Door door;
    private final Pulse pulse;

    Placing(Target target, Door door, Pulse pulse) {
        this.target = target;
        this.door = door;
        this.pulse = pulse;
    }

    /** Starts it; fails with an {@link InferenceException} and leaves nothing behind. */
    RemoteProcess start(Placement placement) {
        Connection connection = door.open();
        boolean runs = false;
        try {
            RemoteProcess process = start(placement, connection);
            runs = true;
            return process;
        } catch (IOException e) {
            throw Refusal.of(target, "broke off while " + placement.instance() + " was started there", e);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(target, e.getMessage(), placement.instance());
        } finally {
            if (!runs) {
                connection.close();
            }
        }
    }

    private RemoteProcess start(Placement placement, Connection connection) throws IOException {
        LaunchSpec launch = placement.launch();
        String directory = launch.workingDirectory() == null
                ? target.workingDirectory()
                : launch.workingDirectory().toString().replace('\\', '/');
        check(launch, connection.answer(RemoteLine.check(launch, directory)), directory);
        RemoteProcess.Ports ports = ports(launch, connection);
        LaunchSpec filled = filled(launch, Integer.toString(ports.there()));
        RemoteLine line = RemoteLine.run(filled, directory, target.silence().toSeconds());
        RemoteProcess process = new RemoteProcess(connection, connection.start(line), pulse, ports);
        LOG.info("{} runs on ssh target '{}', port {} there", placement.instance(), target.name(), ports.there());
        return process;
    }

    private void check(LaunchSpec launch, String answer, String directory) {
        String[] said = answer.split(" ", 2);
        String program = launch.command().get(0);
        switch (said[0]) {
            case "fine" -> {}
            case "folder" -> throw Refusal.of(target, "does not have the working directory", directory);
            case "absent" -> throw Refusal.of(target, "does not have the program at that place", program);
            case "unknown" -> throw Refusal.of(target, "does not have the program on its PATH", program);
            case "locked" -> throw Refusal.of(target, "has the program, but it is not executable there", program);
            case "missing" -> throw Refusal.of(target, "does not have a file that it needs", file(launch, said));
            case "nofile" -> throw Refusal.of(target, "has a folder where a file is needed", file(launch, said));
            case "unreadable" -> throw Refusal.of(target, "has a file that is not ours to read", file(launch, said));
            case "empty" -> throw Refusal.of(target, "has an empty file where a model is needed", file(launch, said));
            default ->
                throw Refusal.of(target, "did not understand us: the user's shell there must be a POSIX shell", answer);
        }
    }

    private static String file(LaunchSpec launch, String[] said) {
        return launch.files().get(Integer.parseInt(said[1]) - 1);
    }

    private RemoteProcess.Ports ports(LaunchSpec launch, Connection connection) throws IOException {
        boolean wanted = launch.command().stream().anyMatch(word -> word.contains(LaunchSpec.PORT))
                || launch.environment().values().stream().anyMatch(value -> value.contains(LaunchSpec.PORT));
        if (!wanted) {
            return RemoteProcess.Ports.NONE;
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (!connection.listens(port, target.patience())) {
                return new RemoteProcess.Ports(port, connection.forward(port));
            }
        }
        throw Refusal.of(target, "has no free port", LOWEST_PORT + " to " + HIGHEST_PORT);
    }

    private static LaunchSpec filled(LaunchSpec launch, String port) {
        List<String> command = launch.command().stream()
                .map(word -> word.replace(LaunchSpec.PORT, port))
                .toList();
        Map<String, String> environment = new LinkedHashMap<>();
        launch.environment().forEach((name, value) -> environment.put(name, value.replace(LaunchSpec.PORT, port)));
        return new LaunchSpec(
                command,
                launch.workingDirectory(),
                environment,
                launch.secretNames(),
                launch.surface(),
                launch.target(),
                launch.files(),
                0);
    }
}
