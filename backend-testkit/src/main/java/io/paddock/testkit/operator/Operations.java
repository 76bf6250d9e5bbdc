// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What an operator does to the bundles and features of a running distribution. */
public final class Operations {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s" immediate="true"
                activate="activate" deactivate="deactivate">
              <implementation class="%1$s"/>
              <reference name="features" interface="org.apache.karaf.features.FeaturesService" bind="bindFeatures"/>
            </scr:component>
            """.formatted(Operator.class.getName());

    private final int port;

    private Operations(int port) {
        this.port = port;
    }

    /** Puts an {@link Operator} into {@code deploy/} of the running distribution there; it works when this returns. */
    public static Operations in(Path home) throws IOException {
        Path draft = home.resolve("data/operator.jar");
        operator().write(draft);
        Files.move(draft, home.resolve("deploy/operator.jar"), StandardCopyOption.ATOMIC_MOVE);
        Path port = home.resolve("data/operator.port");
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!Files.exists(port)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the runtime did not take the operator up");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return new Operations(Integer.parseInt(Files.readString(port)));
    }

    private static TestBundle operator() {
        return new TestBundle(
                "io.paddock.testkit.operator",
                "1.0.0",
                "javax.management,org.osgi.framework,org.osgi.framework.wiring,org.apache.karaf.features",
                COMPONENT,
                Map.of(),
                List.of(Operator.class));
    }

    /** Makes the features of a file known. */
    public void learn(Path features) throws IOException {
        run("learn " + features.toUri());
    }

    /** Installs a feature. */
    public void install(String feature) throws IOException {
        run("feature-install " + feature);
    }

    /** Updates the bundle of that name from a file. */
    public void update(String bundle, Path jar) throws IOException {
        run("update " + bundle + " " + jar.toUri());
    }

    /** Uninstalls the bundle of that name. */
    public void uninstall(String bundle) throws IOException {
        run("uninstall " + bundle);
    }

    /** Stops the bundle and starts it again. */
    public void restart(String bundle) throws IOException {
        run("stop " + bundle);
        run("start " + bundle);
    }

    /** Uninstalls the feature and installs it again. */
    public void reinstall(String feature) throws IOException {
        run("feature-uninstall " + feature);
        run("feature-install " + feature);
    }

    /** What is in the runtime after a collection; {@code loaders} are those that are left of bundles that are gone. */
    public Map<String, Long> facts() throws IOException {
        Map<String, Long> facts = new HashMap<>();
        for (String fact : run("facts").split(" ", -1)) {
            int equals = fact.indexOf('=');
            facts.put(fact.substring(0, equals), Long.valueOf(fact.substring(equals + 1)));
        }
        return facts;
    }

    private String run(String line) throws IOException {
        try (Socket door = new Socket(InetAddress.getLoopbackAddress(), port)) {
            door.setSoTimeout(PATIENCE_MILLIS);
            door.getOutputStream().write((line + "\n").getBytes(UTF_8));
            String answer = new BufferedReader(new InputStreamReader(door.getInputStream(), UTF_8)).readLine();
            if (answer == null || !answer.startsWith("ok")) {
                throw new IOException(answer);
            }
            return answer.substring("ok".length()).strip();
        }
    }
}
