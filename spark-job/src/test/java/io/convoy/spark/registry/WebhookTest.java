package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.convoy.spark.registry.RunStatus.Outcome;
import io.convoy.spark.store.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final RunStatus STATUS = RunStatus.begin(new RunId("2026-01-31"), "local-1")
            .judged(0.41, "hdfs://host/models/runs/2026-01-31/model")
            .ended(Outcome.REJECTED, "too weak", null);

    private final BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
    private HttpServer server;
    private int answer = 200;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            assertEquals("POST", exchange.getRequestMethod());
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Webhook webhook() {
        return new Webhook(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"));
    }

    @Test
    void shouldDeliverTheStatus() throws Exception {
        webhook().post(STATUS);

        assertEquals(STATUS, Json.parse(bodies.take(), RunStatus.class));
    }

    @Test
    void shouldReturnQuietlyWhenRefused() throws Exception {
        answer = 500;
        webhook().post(STATUS);
        assertEquals(1, bodies.size());

        Webhook dead = webhook();
        server.stop(0);
        dead.post(STATUS);
        assertEquals(1, bodies.size());
    }

    @Test
    void shouldNotWaitForAnAnswerThatNeverEnds() {
        server.createContext("/endless", exchange -> exchange.sendResponseHeaders(200, 0));
        Webhook endless =
                new Webhook(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/endless"));

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> endless.post(STATUS));
    }

    @Test
    void shouldNotPrintTheSecretsOfItsUrl() {
        String printed = new Webhook(URI.create("https://user:word@hooks.example/T0/secret?token=secret")).toString();

        assertEquals("webhook https://hooks.example/…", printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/x", "host/path", "http:///nohost", "file:///secret"})
    void shouldRefuseWhatIsNoHttpUrl(String url) {
        String message = assertThrows(IllegalArgumentException.class, () -> new Webhook(URI.create(url)))
                .getMessage();

        assertTrue(message.contains("expected http://HOST/"), message);
        assertFalse(message.contains("secret"), message);
    }
}
