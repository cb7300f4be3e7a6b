package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.Chaos;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of the data are replaced, cut short, rewritten or deleted at a random moment of a night whose executors are
 * killed: it ends with the weights of an undisturbed one, or says that the data changed, and then publishes nothing.
 */
class ReplacedDataTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FILES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
    private static final String TOLD = "the data changed while the run was under way (";

    /** Longer than from the first word of a night to its end. */
    private static final int LONGEST_MILLISECONDS = 15_000;

    @TempDir
    private static Path temp;

    private static String undisturbed;

    @BeforeAll
    static void trainUndisturbed() throws IOException {
        writeData(temp.resolve("undisturbed"));
        var run = new Night("undisturbed", LocalSpark.conf("local[2]")).run();
        assertEquals(0, run.exitCode(), run.err());
        undisturbed = digest("undisturbed");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.convoy.spark.Chaos#seeds")
    void shouldEndWithTheRightBitsOrSayThatTheDataChanged(long seed) throws Exception {
        var name = "night-" + seed;
        writeData(temp.resolve(name));
        var random = Chaos.random(seed, 16);
        var night = new Night(
                name,
                LocalSpark.conf("local-cluster[2,1,1024]")
                        .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
        var running = CompletableFuture.supplyAsync(night::run);

        night.awaitFirstWord(running);
        pause(random.nextInt(LONGEST_MILLISECONDS), running);
        boolean during = !running.isDone();
        var file = temp.resolve(name).resolve(FILES.get(random.nextInt(FILES.size())));
        var change = random.nextInt(6);
        change(file, change, random);
        killExecutors(random);
        pause(random.nextInt(1000), running);
        killExecutors(random);
        var run = running.get(5, TimeUnit.MINUTES);

        var what = "seed " + seed + ": change " + change + " of " + file.getFileName() + (during ? "" : " too late");
        System.out.println("replaced data: " + what + ": exit " + run.exitCode() + " "
                + run.err().strip());
        if (run.exitCode() == 0) {
            assertEquals(undisturbed, digest(name), what);
            assertEquals("PUBLISHED", outcome(name), what);
        } else {
            assertEquals(3, run.exitCode(), what + "\n" + run.err());
            assertEquals(1, run.problems().size(), what + "\n" + run.err());
            assertTrue(run.problems().get(0).contains(TOLD), what + "\n" + run.err());
            assertTrue(run.problems().get(0).contains(temp.resolve(name) + "/"), what + "\n" + run.err());
            assertEquals("FAILED", outcome(name), what);
            assertFalse(Files.exists(temp.resolve(name + "-models/latest.json")), what);
            assertFalse(Files.exists(temp.resolve(name + "-models/versions/1")), what);
        }
    }

    /** A night of a registry of its own, and what it has said so far. */
    private record Night(String name, SparkConf spark, ByteArrayOutputStream out, ByteArrayOutputStream err) {

        Night(String name, SparkConf spark) {
            this(name, spark, new ByteArrayOutputStream(), new ByteArrayOutputStream());
        }

        Run run() {
            var convoy = new Convoy(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false,
                    spark);
            var words = List.of(
                    "retrain",
                    "--registry",
                    temp.resolve(name + "-models").toString(),
                    "--run-id",
                    "night",
                    "--data",
                    temp.resolve(name).toString(),
                    "--shards",
                    "3",
                    "--epochs",
                    "30",
                    "--validation-fraction",
                    "0.2",
                    "--kernels",
                    "scalar");
            var outcome = convoy.run(words.toArray(String[]::new));
            return new Run(
                    outcome.exitCode(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }

        /** By then headers and labels are read: what changes before makes another night, not a wrong one. */
        void awaitFirstWord(CompletableFuture<Run> running) throws InterruptedException {
            while (!running.isDone() && !out.toString(StandardCharsets.UTF_8).contains("Training lenet")) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private static void pause(long milliseconds, CompletableFuture<Run> running) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (!running.isDone() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void change(Path file, int change, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (change) {
            case 0 -> Files.delete(file);
            case 1 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            case 2 -> Files.write(file, bytes);
            case 3 -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(1000)));
            case 4 -> {
                bytes[16 + random.nextInt(bytes.length - 16)] ^= 1;
                Files.write(file, bytes);
            }
            default -> {
                var other = file.resolveSibling("other");
                for (int i = 16; i < bytes.length; i++) {
                    bytes[i] = (byte) (file.toString().contains("labels") ? (bytes[i] + 1) % 10 : ~bytes[i]);
                }
                Files.write(other, bytes);
                Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
                Files.move(other, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** One or both, at once. */
    private static void killExecutors(Random random) {
        ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .filter(process -> random.nextInt(3) > 0)
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static void writeData(Path folder) {
        SyntheticImages.of(500, 28, 1).write(folder, Part.TRAIN);
        SyntheticImages.of(100, 28, 2).write(folder, Part.TEST);
    }

    private static String outcome(String name) throws IOException {
        var status = temp.resolve(name + "-models/runs/night/status.json");
        return JSON.readTree(status.toFile()).path("outcome").asText();
    }

    private static String digest(String name) throws IOException {
        var run = temp.resolve(name + "-models/versions/1/run.json");
        return JSON.readTree(run.toFile()).path("weightsDigest").asText();
    }
}
