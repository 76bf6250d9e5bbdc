// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.api.EndpointTrust;
import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Backend;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wiring of one configuration. Registers its backend by hand: a component's own service would publish the
 * configuration, key included, as service properties. A configuration that cannot be used registers an unavailable
 * backend, which says why.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = OpenAiSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.paddock.spi.Backend\"",
        effective = "active")
public final class OpenAiService {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAiService.class);

    private final HttpCalls ownCalls;
    private final ServiceRegistration<EndpointTrust> trust;
    private final ServiceRegistration<Backend> registration;

    @Activate
    public OpenAiService(BundleContext context, @Reference OpenAiCalls shared, Map<String, Object> properties) {
        OpenAiSettings settings = OpenAiSettings.read(new ConfigValues(properties), System.getenv());
        settings.problems().forEach(problem -> LOG.warn("configuration of backend '{}': {}", settings.id(), problem));
        ownCalls = settings.tls() == null ? null : HttpCalls.open("paddock-" + settings.id(), settings.tls());
        String version = context.getBundle().getVersion().toString();
        trust = settings.tls() == null
                ? null
                : context.registerService(
                        EndpointTrust.class, new OpenAiEndpointTrust(settings.id(), settings.tls()), null);
        HttpCalls calls = ownCalls == null ? shared.calls() : ownCalls;
        registration = context.registerService(Backend.class, new OpenAiBackend(calls, settings, version), null);
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
        if (trust != null) {
            trust.unregister();
            ownCalls.close();
        }
    }
}
