package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.store.Json;
import io.convoy.spark.store.LockHolder;
import io.convoy.spark.store.OnLocked;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nights of one registry on a real local Spark. */
class RetrainCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        writeData("monday", 1);
    }

    private void writeData(String name, long seed) throws IOException {
        var data = Files.createDirectories(folder.resolve(name));
        SyntheticImages.of(600, 28, seed).write(data, Part.TRAIN);
        SyntheticImages.of(200, 28, 99).write(data, Part.TEST);
    }

    private Path registry() {
        return folder.resolve("models");
    }

    private Run retrain(String runId, String data, String... more) {
        var words = new ArrayList<>(List.of(
                "retrain",
                "--registry",
                registry().toString(),
                "--run-id",
                runId,
                "--data",
                folder.resolve(data).toString(),
                "--shards",
                "2"));
        if (!List.of(more).contains("--epochs")) {
            words.addAll(List.of("--epochs", "1"));
        }
        words.addAll(List.of(more));
        return Run.with(LocalSpark.conf("local[2]"), words.toArray(String[]::new));
    }

    private Run registry(String command, String... more) {
        var words = new ArrayList<>(
                List.of("registry", command, "--registry", registry().toString()));
        words.addAll(List.of(more));
        return Run.of(words.toArray(String[]::new));
    }

    private JsonNode json(String file) throws IOException {
        return JSON.readTree(registry().resolve(file).toFile());
    }

    private String outcome(String runId) throws IOException {
        return json("runs/" + runId + "/status.json").path("outcome").asText();
    }

    private int latest() throws IOException {
        return json("latest.json").path("version").asInt();
    }

    @Test
    void shouldPublishOnceAndSkipWhatIsDone() throws IOException {
        var first = retrain("day-1", "monday");
        assertEquals(0, first.exitCode(), first.err());
        assertEquals("PUBLISHED", outcome("day-1"));
        assertEquals(1, latest());
        assertEquals(
                List.of("STARTED", "READING_DATA", "TRAINING", "COMPARING", "PUBLISHING", "ENDED"),
                json("runs/day-1/status.json").findValuesAsText("stage").subList(1, 7));
        var model = json("versions/1/run.json");
        assertEquals(
                model.path("weightsDigest").asText(),
                json("versions/1/manifest.json")
                        .path("facts")
                        .path("weightsDigest")
                        .asText());

        var again = retrain("day-1", "monday");
        assertEquals(0, again.exitCode());
        assertTrue(
                again.out().contains("Run day-1 is finished, PUBLISHED: version 1 is in service. Nothing to do."),
                again.out());

        assertEquals(0, retrain("day-2", "monday").exitCode());
        assertEquals("UNCHANGED", outcome("day-2"));
        assertEquals(0, retrain("day-3", "monday", "--if-unchanged", "run").exitCode());
        assertEquals("PUBLISHED", outcome("day-3"));
        assertEquals(2, latest());
    }

    @Test
    void shouldTellNewDataByTheirContentAlone() throws IOException {
        retrain("day-1", "monday");
        writeData("monday", 1);

        assertEquals(0, retrain("day-2", "monday").exitCode());
        assertEquals("UNCHANGED", outcome("day-2"), "written anew");

        var file = folder.resolve("monday/train-images-idx3-ubyte");
        var written = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, written);

        assertEquals(0, retrain("day-3", "monday", "--max-drop", "1").exitCode());
        assertEquals("PUBLISHED", outcome("day-3"), "one pixel differs");
    }

    @Test
    void shouldBeginWithTheModelInService() throws IOException {
        retrain("day-1", "monday");
        writeData("tuesday", 2);

        retrain("day-2", "tuesday");
        retrain("day-3", "tuesday", "--init-from", "1", "--if-unchanged", "run", "--max-drop", "1");
        retrain("day-4", "tuesday", "--init-from", "none", "--if-unchanged", "run", "--max-drop", "1");
        var first = registry().resolve("versions/1").toString();
        retrain("day-5", "tuesday", "--init-from", first, "--if-unchanged", "run", "--max-drop", "1");

        var warm = json("runs/day-2/model/run.json").path("weightsDigest").asText();
        assertEquals(
                warm, json("runs/day-3/model/run.json").path("weightsDigest").asText());
        assertNotEquals(
                warm, json("runs/day-4/model/run.json").path("weightsDigest").asText());
        assertEquals(
                warm, json("runs/day-5/model/run.json").path("weightsDigest").asText());
        assertEquals(normalisation("versions/1"), normalisation("runs/day-2/model"));
        assertNotEquals(normalisation("versions/1"), normalisation("runs/day-4/model"));
    }

    private Normalisation normalisation(String model) throws ModelFormatException {
        return ModelFolder.read(registry().resolve(model).toString(), new Configuration())
                .normalisation();
    }

    @Test
    void shouldRefuseAnInitialModelOfAnotherKind() throws IOException {
        retrain("day-1", "monday");

        var run = retrain("day-2", "monday", "--network", "lenet-d2l", "--if-unchanged", "run");

        assertEquals(3, run.exitCode());
        assertEquals(1, run.problems().size());
        assertTrue(
                run.err().contains("--init-from latest: is a lenet of 1×28×28 where a lenet-d2l of 1×28×28"),
                run.err());
        assertEquals("FAILED", outcome("day-2"));

        var classes = retrain("day-3", "monday", "--class-names", "a,b,c,d,e,f,g,h,i,j", "--if-unchanged", "run");

        assertEquals(3, classes.exitCode());
        assertTrue(classes.err().contains("--init-from latest: has the classes ["), classes.err());
    }

    @Test
    void shouldKeepAsManyVersionsAsWanted() throws Exception {
        retrain("day-1", "monday");
        retrain("day-2", "monday", "--if-unchanged", "run");
        publishedDaysAgo(1);
        publishedDaysAgo(2);

        var run = retrain("day-3", "monday", "--if-unchanged", "run", "--max-drop", "1", "--keep", "1");

        assertEquals(3, latest(), run.err());
        assertFalse(Files.exists(registry().resolve("versions/1")), run.out());
        assertTrue(Files.exists(registry().resolve("versions/2")), "it was in service until now");
    }

    /** As if the version were older than the day for which none is deleted. */
    private void publishedDaysAgo(int version) throws Exception {
        var folder = registry().resolve("versions/" + version);
        var manifest = (ObjectNode) json("versions/" + version + "/manifest.json");
        manifest.put("published", Instant.now().minus(Duration.ofDays(3)).toString());
        var bytes = JSON.writeValueAsBytes(manifest);
        Files.write(folder.resolve("manifest.json"), bytes);
        var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        Files.writeString(folder.resolve("_SUCCESS"), HexFormat.of().formatHex(digest));
    }

    @Test
    void shouldKeepARejectedModelOutOfService() throws IOException {
        retrain("day-1", "monday");
        writeData("tuesday", 2);

        var run = retrain("day-2", "tuesday", "--min-accuracy", "1", "--init-from", "none");

        assertEquals(4, run.exitCode(), run.err());
        assertTrue(run.err().contains("the model of run day-2 is not published: accuracy 0."), run.err());
        assertEquals("REJECTED", outcome("day-2"));
        assertEquals(1, latest());
        assertEquals(
                1,
                json("runs/day-2/decision.json")
                        .path("champion")
                        .path("version")
                        .asInt());
        assertTrue(Files.exists(registry().resolve("runs/day-2/model/model.safetensors")));
        assertFalse(Files.exists(registry().resolve("versions/2")));
        assertEquals(0, retrain("day-2", "tuesday").exitCode(), "a finished run has nothing to do");
    }

    @Test
    void shouldFailOnBadDataAndLeaveLatestAsItWas() throws IOException {
        retrain("day-1", "monday");
        writeData("tuesday", 2);
        Files.writeString(folder.resolve("tuesday/train-labels-idx1-ubyte"), "no labels");

        var run = retrain("day-2", "tuesday");

        assertEquals(3, run.exitCode());
        assertEquals("FAILED", outcome("day-2"));
        assertEquals(1, latest());
        writeData("tuesday", 2);
        assertEquals(0, retrain("day-2", "tuesday").exitCode(), "the run may be made again with the data mended");
        assertEquals(2, json("runs/day-2/status.json").path("attempt").asInt());
    }

    @Test
    void shouldMeetARunThatHoldsTheLock() throws IOException {
        var opened = Registry.openOrCreate(registry().toString(), new Configuration(), Optional.empty());
        try (var lock = opened.lockForRun(LockHolder.here("local-1", "a test", 60), OnLocked.FAIL, Duration.ZERO)
                .orElseThrow()) {
            lock.ensureHeld();
            var failed = retrain("day-1", "monday");
            assertEquals(5, failed.exitCode());
            assertTrue(failed.err().contains("locks/run is locked by"), failed.err());
            var skipped = retrain("day-1", "monday", "--on-locked", "skip");
            assertEquals(0, skipped.exitCode());
            assertTrue(skipped.out().contains("another run holds the registry's lock: skipped"), skipped.out());
            assertEquals(
                    5,
                    retrain("day-1", "monday", "--on-locked", "wait", "--lock-patience", "1")
                            .exitCode());
        }
        assertEquals(0, retrain("day-1", "monday").exitCode());
    }

    @Test
    void shouldGoOnFromWhatAnEarlierAttemptLeft() throws IOException {
        retrain("day-1", "monday");
        writeData("tuesday", 2);
        var steady = new String[] {"--schedule", "constant", "--learning-rate", "0.01", "--epochs", "3"};
        var left = registry().resolve("runs/day-2/checkpoints");
        train("stopped", "--checkpoint", left.toString(), "--schedule", "constant", "--learning-rate", "0.01");
        train("undisturbed", steady);

        var other = retrain("day-2", "tuesday", with(steady));
        assertEquals(2, other.exitCode(), other.out());
        assertTrue(other.err().contains("initialModel was not set and is "), other.err());
        // As if nothing had been in service when the run began.
        Files.writeString(registry().resolve("runs/day-2/start.json"), "{}");
        var run = retrain("day-2", "tuesday", with(steady, "--max-drop", "1"));

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("Going on after epoch 1"), run.out());
        assertEquals("PUBLISHED", outcome("day-2"));
        assertEquals(
                JSON.readTree(folder.resolve("undisturbed/run.json").toFile())
                        .path("weightsDigest")
                        .asText(),
                json("versions/2/run.json").path("weightsDigest").asText());
        assertFalse(Files.exists(left), "a finished run needs no checkpoints");
    }

    @Test
    void shouldSayThatAnEarlierAttemptPublished() throws IOException {
        retrain("day-1", "monday");
        var file = registry().resolve("runs/day-1/status.json");
        var killed = (ObjectNode) JSON.readTree(file.toFile());
        killed.remove(List.of("outcome", "version"));
        JSON.writeValue(file.toFile(), killed.put("stage", "PUBLISHING"));
        Files.delete(registry().resolve("trained.json"));

        var run = retrain("day-1", "monday");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals("PUBLISHED", outcome("day-1"));
        assertEquals(1, json("runs/day-1/status.json").path("version").asInt());
        assertFalse(run.out().contains("Training"), run.out());
        assertFalse(Files.exists(registry().resolve("versions/2")));
        assertTrue(Files.exists(registry().resolve("trained.json")));
    }

    /** A run publishes and is killed before it says so; an operator rolls back; the scheduler repeats the run. */
    @Test
    void shouldNotUndoARollback() throws IOException {
        retrain("day-1", "monday");
        retrain("day-2", "monday", "--if-unchanged", "run");
        var file = registry().resolve("runs/day-2/status.json");
        var killed = (ObjectNode) JSON.readTree(file.toFile());
        killed.remove(List.of("outcome", "version"));
        JSON.writeValue(file.toFile(), killed.put("stage", "PUBLISHING"));
        assertEquals(0, registry("rollback").exitCode());

        var run = retrain("day-2", "monday", "--if-unchanged", "run");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(
                run.out()
                        .contains("an earlier attempt published version 2, which is out of service since: version 1"
                                + " serves"),
                run.out());
        assertEquals("PUBLISHED", outcome("day-2"));
        assertEquals(1, latest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "publish"})
    void shouldPublishWhatBeganFromARolledBackVersionOnlyIfToldTo(String choice) throws Exception {
        retrain("day-1", "monday");
        retrain("day-2", "monday", "--if-unchanged", "run");
        var status = registry().resolve("runs/day-3/status.json");
        var operator = new Thread(() -> {
            try {
                while (!Files.exists(status) || !Files.readString(status).contains("TRAINING")) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertEquals(0, registry("rollback").exitCode());
        });
        operator.start();

        var run = retrain(
                "day-3",
                "monday",
                "--if-unchanged",
                "run",
                "--max-drop",
                "1",
                "--epochs",
                "20",
                "--if-rolled-back",
                choice);
        operator.join();

        boolean rejects = choice.equals("reject");
        assertEquals(rejects ? 4 : 0, run.exitCode(), run.err());
        assertEquals(rejects ? "REJECTED" : "PUBLISHED", outcome("day-3"));
        assertEquals(rejects ? 1 : 3, latest());
        if (rejects) {
            assertEquals(
                    "it began from version 2, which was rolled back to version 1 meanwhile; --if-rolled-back publish, in a"
                            + " run of another name, publishes such a model if it is good enough",
                    json("runs/day-3/decision.json").path("reasons").path(0).asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999/x", "ftp://example.org/x", "http:///x", "http://host:0/x", "hook"})
    void shouldRefuseAWebhookBeforeAnythingIsDone(String url) {
        var run = retrain("day-1", "monday", "--webhook", url);

        assertEquals(2, run.exitCode(), run.err());
        assertTrue(
                run.err().contains(": expected an http or https URL, whose port, if it has one, is from 1 to 65535"),
                run.err());
        assertFalse(Files.exists(registry()));
    }

    /** Whoever is told of the publication may spoil what comes after it. */
    @Test
    void shouldStayPublishedWhateverGoesWrongAfterwards() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Files.createDirectories(registry().resolve("trained.json/full"));
            Files.move(registry().resolve("locks/change"), registry().resolve("locks/gone"));
            Files.writeString(registry().resolve("locks/change"), "");
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.start();
        try {
            var run = retrain(
                    "day-1",
                    "monday",
                    "--webhook",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/");

            assertEquals(0, run.exitCode(), run.err());
            assertEquals("PUBLISHED", outcome("day-1"));
            assertEquals(1, latest());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldStopWhenItLostTheLock() throws Exception {
        var opened = Registry.openOrCreate(registry().toString(), new Configuration(), Optional.empty());
        var status = registry().resolve("runs/day-1/status.json");
        var taker = new Thread(() -> {
            while (!Files.exists(status)) {
                Thread.onSpinWait();
            }
            var holder = LockHolder.here("application_1_2", "a test that takes over", 60);
            try {
                Files.write(registry().resolve("locks/run/2.lock"), Json.bytes(holder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        taker.start();

        var run = retrain("day-1", "monday", "--epochs", "100");
        taker.join();

        assertEquals(5, run.exitCode(), run.err());
        assertTrue(run.err().contains("locks/run is no longer held by this process"), run.err());
        assertEquals("FAILED", outcome("day-1"));
        assertTrue(opened.latest().isEmpty());
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    private void train(String output, String... more) {
        var words = new ArrayList<>(
                List.of("train", "--data", folder.resolve("tuesday").toString(), "--shards", "2"));
        words.addAll(List.of("--output", folder.resolve(output).toString()));
        if (!List.of(more).contains("--epochs")) {
            words.addAll(List.of("--epochs", "1"));
        }
        words.addAll(List.of(more));
        var run = Run.with(LocalSpark.conf("local[2]"), words.toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
    }

    @Test
    void shouldTellTheWebhookHowItEnded() throws Exception {
        BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            told.add(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();

        var run = retrain(
                "day-1",
                "monday",
                "--webhook",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/secret");
        server.stop(0);

        assertEquals(0, run.exitCode(), run.err());
        assertEquals("PUBLISHED", told.take().path("outcome").asText());
        assertFalse((run.out() + run.err()).contains("/secret"));
        assertFalse(Files.readString(registry().resolve("runs/day-1/model/run.json"))
                .contains("/secret"));
        var unreachable = retrain("day-2", "monday", "--webhook", "http://127.0.0.1:9/x", "--if-unchanged", "run");
        assertEquals(0, unreachable.exitCode());
    }

    @Test
    void shouldKeepTheWebhookOutOfSparksEventLog() throws IOException {
        var events = Files.createDirectories(folder.resolve("events"));
        var spark = LocalSpark.conf("local[1]")
                .set("spark.eventLog.enabled", "true")
                .set("spark.eventLog.dir", events.toUri().toString())
                .set("spark.convoy.webhook", "http://127.0.0.1:9/hidden")
                .set("spark.convoy.epochs", "1");
        var data = folder.resolve("monday").toString();
        var run = Run.with(spark, "retrain", "--registry", registry().toString(), "--run-id", "day-1", "--data", data);
        assertEquals(0, run.exitCode(), run.err());

        try (var files = Files.list(events)) {
            var log = Files.readString(files.findFirst().orElseThrow());
            assertTrue(log.contains("spark.convoy.webhook"), log);
            assertFalse(log.contains("/hidden"), log);
        }
    }

    @Test
    void shouldListShowPromoteAndRollBack() throws IOException {
        retrain("day-1", "monday");
        retrain("day-2", "monday", "--if-unchanged", "run");

        assertTrue(registry("list").out().lines().skip(2).findFirst().orElse("").contains("in service"));
        assertTrue(registry("show").out().startsWith("Version 2 of run day-2"));
        assertEquals(
                "Version 1 is in service\n",
                registry("promote", "--model-version", "1").out());
        assertEquals(1, latest());
        assertEquals("Version 2 is in service\n", registry("rollback").out());
        assertEquals("Nothing to delete\n", registry("prune", "--keep", "1").out());
        assertEquals(
                2,
                JSON.readTree(registry("list", "--json").out())
                        .path("inService")
                        .asInt());
        var missing = registry("promote", "--model-version", "7");
        assertEquals(1, missing.exitCode());
        assertTrue(missing.err().contains("version 7 cannot be used: manifest.json is missing; complete in"));
        assertTrue(missing.err().contains(": 1, 2"));
        var noStart = retrain("day-3", "monday", "--if-unchanged", "run", "--init-from", "7");
        assertEquals(1, noStart.exitCode());
        assertTrue(noStart.err().contains("version 7 cannot be used: manifest.json is missing; complete in"));
        assertEquals("FAILED", outcome("day-3"));

        Files.writeString(registry().resolve("latest.json"), "{");
        assertTrue(registry("list").out().contains("Using version 2, the highest complete one"));
    }

    @Test
    void shouldTellMistakesInOneLine() throws IOException {
        Files.createDirectories(registry());
        Files.writeString(registry().resolve("letter.txt"), "");

        var noRegistry = registry("list");
        assertEquals(1, noRegistry.exitCode());
        assertEquals(1, noRegistry.problems().size());
        assertTrue(noRegistry.err().contains("is not a registry: it holds no registry.json"), noRegistry.err());
        assertTrue(retrain("day-1", "monday").err().contains("is not a registry: it holds files"));
        assertEquals(
                List.of("--run-id day/1: expected 1 to 100 letters, digits or . _ - beginning with a letter or digit,"
                        + " for example --run-id 2026-01-31"),
                retrain("day/1", "monday").problems());
        assertEquals(2, Run.of("registry").exitCode());
        assertEquals(
                List.of(
                        "registry lst: there is no such command; expected list, show, runs, run, promote, rollback, prune;"
                                + " did you mean convoy registry list?"),
                Run.of("registry", "lst").problems());
    }
}
