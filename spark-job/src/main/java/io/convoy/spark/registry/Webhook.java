package io.convoy.spark.registry;

import io.convoy.spark.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tells a URL how a run ended, by HTTP POST of its {@code status.json}. Nothing that goes wrong there harms the run.
 * The URL may carry a secret in its path or query, so only its host is ever printed.
 */
public record Webhook(URI uri) {

    private static final Logger LOG = LogManager.getLogger(Webhook.class);

    private static final int LAST_PORT = 65_535;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public Webhook {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("webhook with scheme '" + uri.getScheme()
                    + "' is not a URL: expected http://HOST/… or https://HOST/…");
        }
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            throw new IllegalArgumentException(
                    "webhook with port " + uri.getPort() + ": expected one from 1 to " + LAST_PORT);
        }
        // What else the client refuses, it refuses here, before anything is done.
        HttpRequest.newBuilder(uri);
    }

    /** Returns when the status was delivered, or could not be. */
    public void post(RunStatus status) {
        try {
            send(status);
        } catch (IOException | RuntimeException failed) {
            LOG.warn("{} could not be told: {}; the run is not affected", this, failed.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            LOG.warn("{} was not told: interrupted", this);
        }
    }

    private void send(RunStatus status) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(status)))
                .build();
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        // Its body is of no interest, and might never end.
        answer.body().close();
        int code = answer.statusCode();
        if (code / 100 == 2) {
            LOG.info("Told {}", this);
        } else {
            LOG.warn("{} answered {}; the run is not affected", this, code);
        }
    }

    @Override
    public String toString() {
        return "webhook " + uri.getScheme() + "://" + uri.getHost() + "/…";
    }
}
