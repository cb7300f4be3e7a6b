package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of a training on Spark's own pages. */
class SparkPagesTest {

    private static final String GAUGE = "metrics_convoy_driver_plugin_io_convoy_spark_report_TrainingMetrics_";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path temp;

    @BeforeEach
    void writeData() {
        SyntheticImages.of(600, 28, 1).write(temp, Part.TRAIN);
        SyntheticImages.of(120, 28, 2).write(temp, Part.TEST);
    }

    @Test
    void shouldShowEachEpochToPrometheus() throws Exception {
        int port = freePort();
        var conf = withDefaults(LocalSpark.conf("local[2]"))
                .set("spark.ui.enabled", "true")
                .set("spark.ui.port", Integer.toString(port));
        var training = CompletableFuture.supplyAsync(() -> train(conf, "200", "2"));

        var page = await("http://127.0.0.1:" + port + "/metrics/prometheus", text -> value(text, "epoch") >= 2);
        assertEquals(200, value(page, "epochs"));
        assertTrue(value(page, "accuracy") > 0 && value(page, "accuracy") <= 1, page);
        assertTrue(value(page, "testAccuracy") > 0 && value(page, "testAccuracy") <= 1, page);
        assertTrue(value(page, "imagesPerSecond") > 0, page);
        assertTrue(Double.isNaN(value(page, "validationAccuracy")), page);
        assertEquals(0, training.get().exitCode(), training.get().err());
        var lines = Files.readAllLines(temp.resolve("model/metrics.jsonl"));
        int epoch = (int) value(page, "epoch");
        var losses = new ArrayList<Double>(); // the page may be written while an epoch ends
        for (var line : lines.subList(epoch - 1, Math.min(lines.size(), epoch + 1))) {
            losses.add(json(line).get("trainLoss").asDouble());
        }
        assertTrue(losses.contains(value(page, "loss")), losses + page);
    }

    /** The metrics that conf/spark-defaults.conf asks for. */
    private static SparkConf withDefaults(SparkConf conf) throws IOException {
        for (var line : Files.readAllLines(Path.of("../conf/spark-defaults.conf"))) {
            if (line.startsWith("spark.metrics.")) {
                var words = line.split("\\s+");
                conf.set(words[0], words[1]);
            }
        }
        return conf;
    }

    private static double value(String page, String gauge) {
        var matcher = Pattern.compile(GAUGE + gauge + "_Value\\{[^}]*} (\\S+)").matcher(page);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : -1;
    }

    @Test
    void shouldTellTheHistoryServerWhichEpochEachJobWas() throws Exception {
        var events = Files.createDirectory(temp.resolve("events"));
        var conf = LocalSpark.conf("local[2]")
                .set("spark.eventLog.enabled", "true")
                .set("spark.eventLog.dir", events.toUri().toString());
        var training = train(conf, "3", "2");
        assertEquals(0, training.exitCode(), training.err());

        int port = freePort();
        var server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getenv("SPARK_HOME") + "/jars/*",
                        "-Dspark.history.fs.logDirectory=" + events.toUri(),
                        "-Dspark.history.ui.port=" + port,
                        "org.apache.spark.deploy.history.HistoryServer")
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("history.log").toFile())
                .start();
        try {
            var root = "http://127.0.0.1:" + port + "/api/v1/applications";
            var application = json(await(root, text -> text.contains("\"completed\" : true")))
                    .get(0);
            assertEquals("test", application.get("name").asText());
            var jobs = json(get(root + "/" + application.get("id").asText() + "/jobs"));
            var seen = new ArrayList<String>();
            for (var job : jobs) {
                assertTrue(job.get("jobGroup").asText().startsWith("convoy-"), job::toString); // one a run
                seen.add(
                        job.get("name").asText() + ": " + job.get("description").asText());
            }
            var expected = List.of(
                    "train: epoch 1 of 3: train",
                    "train: epoch 2 of 3: train, after evaluating epoch 1",
                    "train: epoch 3 of 3: train, after evaluating epoch 2",
                    "evaluate: epoch 3 of 3: evaluate");
            assertTrue(seen.containsAll(expected), seen.toString());
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private Run train(SparkConf conf, String epochs, String shards) {
        return Run.with(
                conf,
                "train",
                "--data",
                temp.toString(),
                "--output",
                temp.resolve("model").toString(),
                "--epochs",
                epochs,
                "--shards",
                shards);
    }

    /** Asks again until the page is there and as it should be. */
    private static String await(String page, Predicate<String> enough) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < end) {
            try {
                last = get(page);
                if (enough.test(last)) {
                    return last;
                }
            } catch (IOException notYet) {
                last = notYet.toString();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(page + " shows " + last);
    }

    private static String get(String page) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
