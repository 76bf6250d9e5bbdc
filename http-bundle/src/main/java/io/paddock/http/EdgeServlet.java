// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.EndpointTrust;
import io.paddock.api.Engines;
import io.paddock.api.Verbs;
import io.paddock.wire.WireJson;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The wiring of the HTTP side: one servlet for all paths, so that nothing gets around the guard. No decision is made here. */
@Component(service = Servlet.class, configurationPid = "io.paddock.http")
@Designate(ocd = HttpConfig.class)
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardServletAsyncSupported
public final class EdgeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient WireJson json = new WireJson();
    private final transient Gateway gateway;
    private final transient ConsoleRoute console = new ConsoleRoute(json);
    private final transient EngineRoutes engines = new EngineRoutes(json);
    private final transient FrontDoor door;

    @Activate
    public EdgeServlet(HttpConfig config, @Reference Services services) {
        this(HttpSettings.of(config), services);
    }

    EdgeServlet(HttpSettings settings, Services services) {
        AdminToken token = AdminToken.at(settings.adminTokenFile());
        gateway = new Gateway(services.endpoints(), settings);
        List<Route> routes = new ArrayList<>(new StatusRoutes(services, json).routes());
        routes.addAll(new ControlRoutes(services, json, settings.publicBaseUrl()).routes());
        routes.addAll(new InstanceRoutes(services, json, settings.publicBaseUrl()).routes());
        routes.addAll(new LeaseRoutes(services, json).routes());
        routes.addAll(new EventRoutes(services, json).routes());
        routes.addAll(new SwapRoutes(services, json).routes());
        routes.addAll(new AliasRoutes(services, json).routes());
        routes.addAll(engines.routes());
        routes.addAll(gateway.routes());
        routes.addAll(console.routes());
        door = new FrontDoor(new Guard(settings.allowedHosts()), token, routes);
    }

    /** All routes, for whoever describes them. */
    List<Route> routes() {
        return door.routes();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVerbs(Verbs verbs) {
        console.bind(verbs);
    }

    void unbindVerbs(Verbs verbs) {
        console.unbind(verbs);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEngines(Engines present) {
        engines.bind(present);
    }

    void unbindEngines(Engines gone) {
        engines.unbind(gone);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTrust(EndpointTrust trust) {
        gateway.clients().bind(trust);
    }

    void unbindTrust(EndpointTrust trust) {
        gateway.clients().unbind(trust);
    }

    @Deactivate
    void deactivate() {
        gateway.close();
        console.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        door.enter(new Call(request, response, json));
    }
}
