// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/**
 * A model server on loopback with moods. Speaks OpenAI ({@code /v1}), llama-server's {@code /health} and Ollama's
 * {@code /api}. Thread-safe; a change of mood ends what hangs.
 */
public final class FakeModelServer implements AutoCloseable {
    private static final int BIG = 100 << 20;
    private static final long PATIENCE_SECONDS = 30;
    /** Packed answers by what they unpack to: packing takes a while. */
    private static final Map<String, byte[]> BOMBS = new ConcurrentHashMap<>();

    private final ModelRoutes routes = new ModelRoutes("tiny");
    private final List<SeenRequest> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-model-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Function<Mood, String>> sayings = new ConcurrentHashMap<>();
    private final SSLContext tls; // null for plain http
    private final int port;
    private HttpServer server; // guarded by this; null while it refuses
    private volatile Mood mood = Mood.READY;
    private volatile CountDownLatch moodOver = new CountDownLatch(1);
    private volatile String key;
    private volatile URI elsewhere;

    private FakeModelServer(SSLContext tls) {
        this.tls = tls;
        server = listen(0);
        port = server.getAddress().getPort();
    }

    /** Starts on a free port, ready, with the model {@code tiny}. */
    public static FakeModelServer start() {
        return new FakeModelServer(null);
    }

    /** The same, over TLS. */
    public static FakeModelServer start(TlsIdentity identity) {
        return new FakeModelServer(identity.server());
    }

    /** The root, for example {@code http://127.0.0.1:40001}. */
    public URI url() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    /** The port, the same in every mood. */
    public int port() {
        return port;
    }

    /** Name of the model it serves. */
    public String model() {
        return routes.model();
    }

    /** Changes its behaviour from the next request on. */
    public synchronized void mood(Mood next) {
        mood = next;
        moodOver.countDown();
        moodOver = new CountDownLatch(1);
        if (next == Mood.REFUSE && server != null) {
            server.stop(0);
            server = null;
        } else if (next != Mood.REFUSE && server == null) {
            server = listen(port);
        }
    }

    /** Sends everybody to {@code target} from now on. */
    public void redirectTo(URI target) {
        elsewhere = target;
        mood(Mood.REDIRECT);
    }

    /**
     * Answers on that path what {@code json} says for the mood, instead of what it would say itself: 503 while it loads,
     * 200 otherwise. Null for a mood means as usual.
     */
    public void says(String path, Function<Mood, String> json) {
        sayings.put(path, json);
    }

    /** Wants that bearer on every route but {@code /health}, which is public, or none when null. */
    public void requireKey(String bearer) {
        key = bearer;
    }

    /** Answers {@code status} on that path, in every mood that answers. */
    public void answers(String path, int status) {
        statuses.put(path, status);
    }

    /** Whether {@code /api/ps} lists the model as loaded; true at first. */
    public void loaded(boolean now) {
        routes.loaded(now);
    }

    /** How many requests came so far. */
    public int requestCount() {
        return requests.size();
    }

    /** What came so far, in order. */
    public List<SeenRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized void close() {
        moodOver.countDown();
        if (server != null) {
            server.stop(0);
            server = null;
        }
        threads.shutdownNow();
    }

    private HttpServer listen(int at) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            InetSocketAddress address = new InetSocketAddress(loopback, at);
            HttpServer listening = tls == null ? HttpServer.create(address, 64) : overTls(address);
            listening.setExecutor(threads);
            listening.createContext("/", this::handle);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + at, e);
        }
    }

    private HttpServer overTls(InetSocketAddress address) throws IOException {
        HttpsServer listening = HttpsServer.create(address, 64);
        listening.setHttpsConfigurator(new HttpsConfigurator(tls));
        return listening;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            SeenRequest request = read(exchange);
            requests.add(request);
            switch (mood) {
                case HANG -> waitForMood(PATIENCE_SECONDS * 1000);
                case SLOW_BODY -> drip(exchange);
                case REDIRECT -> redirect(exchange, request);
                default -> send(exchange, answer(request));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ModelRoutes.Answer answer(SeenRequest request) {
        if (mood == Mood.UNAUTHORISED || !authorised(request)) {
            return ModelRoutes.error(401, "Invalid API Key");
        }
        Integer status = statuses.get(request.path());
        if (status != null) {
            return ModelRoutes.error(status, "as told");
        }
        Function<Mood, String> saying = sayings.get(request.path());
        String said = saying == null ? null : saying.apply(mood);
        if (said != null) {
            return new ModelRoutes.Answer(mood == Mood.LOADING ? 503 : 200, "application/json", said);
        }
        return switch (mood) {
            case LOADING -> ModelRoutes.error(503, "Loading model");
            case BROKEN -> ModelRoutes.error(500, "out of order");
            case GARBAGE -> new ModelRoutes.Answer(200, "text/html", "<html>it works</html>");
            case WRONG_MODEL -> routes.answer(request, "another");
            default -> routes.answer(request, routes.model());
        };
    }

    private boolean authorised(SeenRequest request) {
        boolean open = key == null || request.path().equals("/health");
        return open || ("Bearer " + key).equals(request.headers().get("authorization"));
    }

    private void send(HttpExchange exchange, ModelRoutes.Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        byte[] body = answer.body().getBytes(UTF_8);
        boolean big = mood == Mood.BIG_BODY;
        if (mood == Mood.GZIP_BOMB) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body = BOMBS.computeIfAbsent(answer.body(), FakeModelServer::bomb);
        }
        exchange.sendResponseHeaders(answer.status(), big ? 0 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (big) {
                blanks(out);
            }
            out.write(body);
        }
    }

    private static byte[] bomb(String body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            blanks(gzip);
            gzip.write(body.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static void blanks(OutputStream out) throws IOException {
        byte[] blanks = new byte[1 << 16];
        Arrays.fill(blanks, (byte) ' ');
        for (int sent = 0; sent < BIG; sent += blanks.length) {
            out.write(blanks);
        }
    }

    private void drip(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end && mood == Mood.SLOW_BODY) {
            out.write(' ');
            out.flush();
            if (waitForMood(20)) {
                return;
            }
        }
    }

    private void redirect(HttpExchange exchange, SeenRequest request) throws IOException {
        exchange.getResponseHeaders().set("Location", elsewhere + request.path());
        exchange.sendResponseHeaders(307, -1);
    }

    private boolean waitForMood(long millis) throws InterruptedException {
        return moodOver.await(millis, TimeUnit.MILLISECONDS);
    }

    private static SeenRequest read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        return new SeenRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body);
    }
}
