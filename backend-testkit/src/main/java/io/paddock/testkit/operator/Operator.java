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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Works within a runtime as an operator does at its console, on any JDK: a line in, a line out, on a loopback port. It
 * also keeps weak references to the class loaders of Paddock's bundles, whoever installs and replaces them, and counts
 * those that are left of bundles that are not there any more.
 */
public final class Operator {
    private static final String TRIM = "systemTrimNativeHeap";

    private static final String OURS = "io.paddock.";

    private final List<WeakReference<ClassLoader>> seen = new CopyOnWriteArrayList<>();
    // Synchronous: a bundle that is replaced again at once would have another loader by then.
    private final SynchronousBundleListener watch = this::resolved;
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
        context.addBundleListener(watch);
        Arrays.stream(context.getBundles()).forEach(this::see);
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
        context.removeBundleListener(watch);
        door.close();
    }

    private void resolved(BundleEvent event) {
        if (event.getType() == BundleEvent.RESOLVED) {
            see(event.getBundle());
        }
    }

    private void see(Bundle bundle) {
        ClassLoader loader = loader(bundle);
        if (loader != null && seen.stream().noneMatch(one -> one.refersTo(loader))) {
            seen.add(new WeakReference<>(loader));
        }
    }

    /** That of one of Paddock's bundles, null for others and while it has none. */
    private static ClassLoader loader(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        String name = bundle.getSymbolicName();
        return wiring == null || name == null || !name.startsWith(OURS) ? null : wiring.getClassLoader();
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
            case "uninstall" -> bundle(name).uninstall();
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
            long now = left();
            if (now == 0 || now == left) {
                return now;
            }
            left = now;
        }
        return left;
    }

    /** Loaders that are still there of bundles that are not, or that have another one now. */
    private long left() {
        Set<ClassLoader> present = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Bundle bundle : context.getBundles()) {
            present.add(loader(bundle));
        }
        seen.removeIf(one -> one.refersTo(null));
        return seen.stream()
                .map(WeakReference::get)
                .filter(loader -> loader != null && !present.contains(loader))
                .count();
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
