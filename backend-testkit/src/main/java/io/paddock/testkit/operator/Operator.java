// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Works within a runtime as an operator does at its console, on any JDK: a line in, a line out, on a loopback port. It
 * also keeps weak references to the class loaders of the bundles that it replaced, and counts those that are left.
 */
public final class Operator {
    private static final String TRIM = "systemTrimNativeHeap";

    private final List<WeakReference<ClassLoader>> replaced = new CopyOnWriteArrayList<>();
    private FeaturesService features;
    private BundleContext context;
    private ServerSocket door;

    /** Karaf's features. */
    public void bindFeatures(FeaturesService present) {
        features = present;
    }

    /** Opens the door and says where it is. */
    public void activate(BundleContext here) throws IOException {
        context = here;
        door = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "operator");
        thread.setDaemon(true);
        thread.start();
        Path file = Path.of(System.getProperty("karaf.data"), "operator.port");
        Path draft = Files.writeString(file.resolveSibling("operator.draft"), Integer.toString(door.getLocalPort()));
        Files.move(draft, file);
    }

    /** Closes the door. */
    public void deactivate() throws IOException {
        door.close();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket caller = door.accept();
                    BufferedReader lines = new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8))) {
                caller.getOutputStream().write((answer(lines.readLine()) + "\n").getBytes(UTF_8));
            } catch (IOException e) {
                System.err.println("operator: a caller went: " + e.getMessage());
            }
        }
    }

    private String answer(String line) {
        try {
            String[] words = line.split(" ", -1);
            return "ok " + run(words[0], words.length > 1 ? words[1] : "", words.length > 2 ? words[2] : "");
        } catch (Exception e) { // whatever it was is the caller's
            return "failed " + line + ": " + e;
        }
    }

    private String run(String verb, String name, String source) throws Exception {
        switch (verb) {
            case "update" -> update(bundle(name), source);
            case "stop" -> bundle(name).stop();
            case "start" -> bundle(name).start();
            case "learn" -> features.addRepository(URI.create(name));
            case "feature-uninstall" -> features.uninstallFeature(name);
            case "feature-install" -> features.installFeature(name);
            case "facts" -> {
                return facts();
            }
            default -> throw new IllegalArgumentException("no verb " + verb);
        }
        return "";
    }

    private void update(Bundle bundle, String source) throws Exception {
        replaced.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        try (InputStream in = URI.create(source).toURL().openStream()) {
            bundle.update(in);
        }
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no bundle " + name));
    }

    /** After a collection: loaders that are left, heap, metaspace, classes, threads. */
    private String facts() throws JMException {
        long left = collected();
        trim();
        return "loaders=" + left
                + " heap="
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + " metaspace=" + metaspace()
                + " classes=" + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
                + " threads=" + ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Collects until no loader goes any more; a thread may still have been on its way out of the first. */
    private long collected() {
        long left = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            long now = replaced.stream().filter(one -> one.get() != null).count();
            if (now == 0 || now == left) {
                return now;
            }
            left = now;
        }
        return left;
    }

    /** The C library's collection: what it only keeps for later is resident memory too. JVMs on Linux know it. */
    private static void trim() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        if (Arrays.stream(server.getMBeanInfo(commands).getOperations())
                .anyMatch(operation -> operation.getName().equals(TRIM))) {
            Object unused = server.invoke(commands, TRIM, new Object[0], new String[0]);
        }
    }

    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
