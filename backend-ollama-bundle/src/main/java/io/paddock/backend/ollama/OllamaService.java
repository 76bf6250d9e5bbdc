// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Backend;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wiring. Registers the backend by hand: a component's own service would publish its configuration, key included,
 * as service properties.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = OllamaSettings.PID)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.paddock.spi.Backend\"",
        effective = "active")
public final class OllamaService {
    private static final Logger LOG = LoggerFactory.getLogger(OllamaService.class);

    private final HttpCalls calls;
    private final ServiceRegistration<Backend> registration;

    @Activate
    public OllamaService(BundleContext context, Map<String, Object> properties) {
        OllamaSettings settings = OllamaSettings.read(new ConfigValues(properties), System.getenv());
        settings.problems().forEach(problem -> LOG.warn("configuration {}: {}", OllamaSettings.PID, problem));
        calls = HttpCalls.open("paddock-ollama", null);
        String version = context.getBundle().getVersion().toString();
        registration = context.registerService(Backend.class, new OllamaBackend(calls, settings, version), null);
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
        calls.close();
    }
}
