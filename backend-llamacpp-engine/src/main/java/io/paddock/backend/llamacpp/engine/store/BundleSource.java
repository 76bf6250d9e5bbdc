// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.engine.store;

import io.paddock.backend.llamacpp.engine.NativeSet;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Finds the classes in this bundle and the natives in its fragments. */
final class BundleSource implements EngineSource {
    private static final String CLASSES = "de/kherud/llama";
    private static final String NATIVES = "native";
    private static final String DEVICES = "Paddock-Devices";
    private static final String BUILD = "Paddock-LlamaCpp";

    private final Bundle bundle;
    private final String platform;
    private final String selected;

    /**
     * @param platform this machine, as the fragments name it
     * @param device the device that is selected, or the empty text for the processor alone
     */
    BundleSource(Bundle bundle, String platform, String device) {
        this.bundle = bundle;
        this.platform = platform;
        this.selected = Platform.set(platform, device);
    }

    @Override
    public SortedMap<String, Content> classes() {
        SortedMap<String, Content> classes = new TreeMap<>();
        for (URL url : entries(CLASSES, "*.class")) {
            classes.put(url.getPath().substring(url.getPath().indexOf(CLASSES)), url::openStream);
        }
        return classes;
    }

    @Override
    public List<NativeSet> sets() {
        return entries(NATIVES, "*jllama*").stream()
                .map(url -> setOf(url.getPath()))
                .distinct()
                .sorted()
                .map(this::described)
                .toList();
    }

    @Override
    public String selected() {
        return selected;
    }

    @Override
    public SortedMap<String, Content> natives(String name) {
        SortedMap<String, Content> natives = new TreeMap<>();
        for (URL url : entries(NATIVES + "/" + name, "*")) {
            natives.put(url.getPath().substring(url.getPath().lastIndexOf('/') + 1), url::openStream);
        }
        return natives;
    }

    @Override
    public String howToGet(String name) {
        String present = String.join(", ", sets().stream().map(NativeSet::name).toList());
        return "no llama.cpp library for " + name + " is installed (found: "
                + (present.isEmpty() ? "none" : present)
                + "); install the bundle paddock-backend-llamacpp-natives-" + name
                + " and refresh io.paddock.backend.llamacpp.engine,"
                + " or set its natives_folder to a folder with your own build of java-llama.cpp 4.2.0";
    }

    private NativeSet described(String name) {
        Optional<Bundle> fragment = fragments()
                // A folder has no entry of its own in every jar: its files are what is looked for.
                .filter(attached -> attached.findEntries(NATIVES + "/" + name, "*", false) != null)
                .findFirst();
        return new NativeSet(
                name,
                name.equals(platform) || name.startsWith(platform + "-"),
                fragment.flatMap(from -> header(from, DEVICES)).stream()
                        .flatMap(devices -> Arrays.stream(devices.split(",", -1)))
                        .map(String::strip)
                        .toList(),
                fragment.flatMap(from -> header(from, BUILD)).orElse(null),
                fragment.map(from -> "the fragment " + from.getSymbolicName() + " " + from.getVersion())
                        .orElse("the bundle " + bundle.getSymbolicName()));
    }

    private static Optional<String> header(Bundle fragment, String name) {
        return Optional.ofNullable(fragment.getHeaders("").get(name));
    }

    private Stream<Bundle> fragments() {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null
                ? Stream.empty()
                : wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE).stream()
                        .map(BundleWire::getRequirer)
                        .map(fragment -> fragment.getBundle());
    }

    private static String setOf(String path) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    // Fragments' entries included.
    private List<URL> entries(String folder, String pattern) {
        Enumeration<URL> found = bundle.findEntries(folder, pattern, true);
        return found == null
                ? List.of()
                : Collections.list(found).stream()
                        .filter(url -> !url.getPath().endsWith("/"))
                        .toList();
    }
}
