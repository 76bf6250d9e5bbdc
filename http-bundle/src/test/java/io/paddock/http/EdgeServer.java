// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.Verbs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The real servlet in a real Jetty on a free loopback port. */
final class EdgeServer implements AutoCloseable {
    final FakeKernel kernel = new FakeKernel();
    final EdgeServlet servlet;
    private final Server server;
    private final ServerConnector connector;

    /** What a test may choose about a server. */
    record Setup(Path folder, int threads, long idleMs, int maxBodyBytes, int maxRequests, Duration silence) {
        static Setup in(Path folder) {
            return new Setup(folder, 32, 30_000, 8 << 20, 256, Duration.ofMinutes(5));
        }

        Setup threads(int wanted) {
            return new Setup(folder, wanted, idleMs, maxBodyBytes, maxRequests, silence);
        }

        Setup idleMs(long wanted) {
            return new Setup(folder, threads, wanted, maxBodyBytes, maxRequests, silence);
        }

        Setup maxRequests(int wanted) {
            return new Setup(folder, threads, idleMs, maxBodyBytes, wanted, silence);
        }

        Setup silence(Duration wanted) {
            return new Setup(folder, threads, idleMs, maxBodyBytes, maxRequests, wanted);
        }

        HttpSettings settings() {
            return new HttpSettings(
                    Set.of("paddock.example", "box:9000"),
                    maxBodyBytes,
                    maxRequests,
                    Duration.ofSeconds(10),
                    silence,
                    null,
                    folder.resolve("paddock").resolve("admin.token"));
        }
    }

    EdgeServer(Setup setup) throws Exception {
        this(setup, null);
    }

    /** In front of those services; of the fake kernel's when they are null. */
    EdgeServer(Setup setup, Services services) throws Exception {
        servlet = new EdgeServlet(setup.settings(), services == null ? kernel.services() : services);
        server = new Server(new QueuedThreadPool(setup.threads()));
        connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(setup.idleMs());
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Threads of the server that are doing something, its selectors and acceptors apart. */
    int busyThreads() {
        QueuedThreadPool pool = (QueuedThreadPool) server.getThreadPool();
        return pool.getBusyThreads();
    }

    void useVerbs(Verbs verbs) {
        servlet.bindVerbs(verbs);
    }

    /** Sends the gateway's calls to {@code upstream}. */
    void upstream(FakeUpstream upstream) {
        kernel.baseUrl = URI.create("http://127.0.0.1:" + upstream.port() + "/v1");
    }

    @Override
    public void close() {
        servlet.deactivate();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
