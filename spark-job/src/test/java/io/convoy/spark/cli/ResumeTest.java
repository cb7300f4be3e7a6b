package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.Chaos;
import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.checkpoint.CheckpointFolder;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was stopped goes on to the bits of one that was not. */
class ResumeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EPOCHS = 10;
    private static final long PATIENCE_SECONDS = 300;

    @TempDir
    private static Path temp;

    /** What is the same in each run, whatever its speed. */
    private static final List<String> FIGURES =
            List.of("epoch", "trainLoss", "trainAccuracy", "testLoss", "testAccuracy", "weightsDigest", "ledger");

    private static List<List<JsonNode>> undisturbed;

    @BeforeAll
    static void trainUndisturbed() throws IOException {
        SyntheticImages.of(400, 28, 1).write(temp, Part.TRAIN);
        SyntheticImages.of(50, 28, 2).write(temp, Part.TEST);
        assertSucceeds(train("undisturbed", EPOCHS));
        undisturbed = figures("undisturbed");
        assertEquals(EPOCHS, undisturbed.stream().distinct().count());
    }

    /** Inner and outer momentum and several rounds an epoch: all that a run carries along. */
    private static List<String> arguments(String output, int epochs, String... more) {
        var arguments = new ArrayList<>(List.of("train"));
        if (!List.of(more).contains("--data")) {
            arguments.addAll(List.of("--data", temp.toString()));
        }
        arguments.addAll(List.of("--output", temp.resolve(output).toString(), "--epochs", Integer.toString(epochs)));
        arguments.addAll(List.of("--schedule", "constant", "--learning-rate", "0.01", "--average-every", "2"));
        arguments.addAll(List.of("--batch-size", "32", "--weight-decay", "0.0005"));
        arguments.addAll(List.of("--outer", "slow-momentum", "--shards", "3"));
        arguments.addAll(Arrays.asList(more));
        return arguments;
    }

    private static Run train(String output, int epochs, String... more) {
        return Run.with(
                LocalSpark.conf("local[2]"), arguments(output, epochs, more).toArray(String[]::new));
    }

    private static void assertSucceeds(Run run) {
        assertEquals(0, run.exitCode(), run.err());
    }

    /** Of each epoch, as {@code metrics.jsonl} has them. */
    private static List<List<JsonNode>> figures(String output) throws IOException {
        var figures = new ArrayList<List<JsonNode>>();
        for (var line : Files.readAllLines(temp.resolve(output).resolve("metrics.jsonl"))) {
            var epoch = JSON.readTree(line);
            figures.add(FIGURES.stream().map(epoch::get).toList());
        }
        return figures;
    }

    private static String checkpoints(String name) {
        return temp.resolve(name).toUri().toString();
    }

    @Test
    void shouldGoOnAsIfItHadNeverStopped() throws IOException {
        var where = checkpoints("steps");
        assertSucceeds(train("first", 2, "--checkpoint", where));

        var second = train("second", EPOCHS, "--checkpoint", where, "--resume", "require");

        assertSucceeds(second);
        assertTrue(second.out().contains("Going on after epoch 2"), second.out());
        assertEquals(undisturbed, figures("second"));
        JsonNode last = JSON.readTree(
                Files.readAllLines(temp.resolve("second/metrics.jsonl")).get(EPOCHS - 1));
        assertEquals(
                "{\"rounds\":3,\"shards\":3,\"recordsLearnedOnce\":400}",
                last.get("ledger").toString());
        assertTrue(last.at("/phases/checkpoint").asDouble() > 0, last.toString());

        var nothingLeft = train("third", EPOCHS, "--checkpoint", where);
        assertSucceeds(nothingLeft);
        assertEquals(undisturbed, figures("third"));
        assertTrue(Files.exists(temp.resolve("third/run.json")));
    }

    /** AdamW's moments and steps, each shard's own, the average of the weights, and images as of their epochs. */
    @Test
    void shouldGoOnWithEverythingThatIsCarriedAlong() throws IOException {
        String[] options = {
            "--optimiser", "adamw", "--momentum-averaging", "keep", "--ema-decay", "0.9", "--clip-norm", "1",
            "--label-smoothing", "0.1", "--random-crop", "2", "--horizontal-flip", "alternating", "--cutout", "4"
        };
        assertSucceeds(train("whole-adamw", 4, options));
        var where = checkpoints("adamw");
        var more = Stream.concat(Stream.of(options), Stream.of("--checkpoint", where))
                .toArray(String[]::new);
        assertSucceeds(train("begun-adamw", 2, more));

        var second = train("ended-adamw", 4, more);

        assertSucceeds(second);
        assertTrue(second.out().contains("Going on after epoch 2"), second.out());
        assertEquals(figures("whole-adamw"), figures("ended-adamw"));
        var refused = train("refused-adamw", 4, "--checkpoint", where, "--optimiser", "adamw", "--cutout", "5");
        assertEquals(2, refused.exitCode());
        assertTrue(
                refused.err()
                        .contains("augmentations was [RandomCrop[padding=2], HorizontalFlip[ALTERNATING],"
                                + " Cutout[size=4]] and is [Cutout[size=5]]"),
                refused.err());
        assertTrue(refused.err().contains("emaDecay was 0.9 and is not set"), refused.err());
    }

    @Test
    void shouldPassOverATornCheckpointAndSaySo() throws IOException {
        var where = checkpoints("torn");
        assertSucceeds(train("whole", 3, "--checkpoint", where));
        var newest = temp.resolve("torn/000003.checkpoint");
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 1000));

        var second = train("mended", EPOCHS, "--checkpoint", where);

        assertSucceeds(second);
        assertTrue(second.out().contains("000003.checkpoint is passed over: its manifest tells of "), second.out());
        assertTrue(second.out().contains("Going on after epoch 2"), second.out());
        assertEquals(undisturbed, figures("mended"));
    }

    @Test
    void shouldRefuseAnotherRunsCheckpointAndListWhatDiffers() throws IOException {
        var where = temp.resolve("other").toString();
        assertSucceeds(train("one", 1, "--checkpoint", where));

        var refused = train("two", EPOCHS, "--checkpoint", where, "--momentum", "0.5", "--seed", "2");

        assertEquals(2, refused.exitCode());
        assertEquals(
                List.of(
                        "--checkpoint " + where
                                + " holds a checkpoint of another run; take back what differs, name another folder, or"
                                + " begin anew by --resume never",
                        "optimiser was Sgd[momentum=0.9, weightDecay=5.0E-4] and is Sgd[momentum=0.5,"
                                + " weightDecay=5.0E-4]",
                        "seed was 1 and is 2"),
                refused.problems());
    }

    @Test
    void shouldRefuseToGoOnWithOtherPixelsOfTheSameLength() throws IOException {
        var data = temp.resolve("inverted");
        SyntheticImages.of(400, 28, 1).write(data, Part.TRAIN);
        SyntheticImages.of(50, 28, 2).write(data, Part.TEST);
        var where = checkpoints("of-inverted");
        assertSucceeds(train("original", 1, "--checkpoint", where, "--data", data.toString()));
        var file = data.resolve("train-images-idx3-ubyte");
        var written = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 16; i < bytes.length; i++) {
            bytes[i] ^= (byte) 255;
        }
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, written);

        var refused = train("of-other-pixels", 2, "--checkpoint", where, "--data", data.toString());

        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(
                refused.problems().get(1).matches("data\\.train\\.content was [0-9a-f]{64} and is [0-9a-f]{64}"),
                refused.err());
        assertTrue(Files.notExists(temp.resolve("of-other-pixels")), "a model was written");
    }

    @Test
    void shouldGoOnWithTheSameImagesPackedAndElsewhere() throws IOException {
        var packed = temp.resolve("packed");
        SyntheticImages.of(400, 28, 1).writeGzip(packed, Part.TRAIN);
        SyntheticImages.of(50, 28, 2).writeGzip(packed, Part.TEST);
        var where = checkpoints("of-packed");
        assertSucceeds(train("moving", 2, "--checkpoint", where));

        var moved = train("moved", EPOCHS, "--checkpoint", where, "--resume", "require", "--data", packed.toString());

        assertSucceeds(moved);
        assertEquals(undisturbed, figures("moved"));
    }

    @Test
    void shouldRefuseACheckpointThatTellsNothingOfItsPixels() throws IOException {
        var where = checkpoints("early");
        assertSucceeds(train("early-model", 1, "--checkpoint", where));
        try (var folder = CheckpointFolder.take(where, new Configuration(), "local-1")) {
            var now = folder.newest().checkpoint().orElseThrow();
            var earlier = new TreeMap<>(now.identity());
            earlier.keySet().removeIf(key -> key.endsWith(".content"));
            folder.write(new Checkpoint(now.state(), earlier, now.metrics()), 1);
        }

        var refused = train("early-model", 2, "--checkpoint", where, "--overwrite");

        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains("holds a checkpoint of an earlier Convoy"), refused.err());
    }

    @Test
    void shouldRefuseWhatHasNoEffectOrNothingToGoOnFrom() {
        var withoutFolder = train("none", EPOCHS, "--keep-checkpoints", "2", "--outer", "mean");
        assertEquals(
                List.of("--keep-checkpoints has no effect without --checkpoint; add that or remove this"),
                withoutFolder.problems().stream()
                        .filter(line -> line.contains("keep-checkpoints"))
                        .toList());

        var nothing = train("none", EPOCHS, "--checkpoint", checkpoints("empty"), "--resume", "require");
        assertEquals(2, nothing.exitCode());
        assertTrue(nothing.err().contains("holds no whole checkpoint"), nothing.err());
    }

    /** A driver with executor processes, killed in a random round, in the middle of a checkpoint or between two. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.convoy.spark.Chaos#seeds")
    void shouldReachTheSameBitsAfterItsDriverWasKilled(long seed) throws IOException, InterruptedException {
        var output = "killed-" + seed;
        var where = checkpoints(output + "-checkpoints");
        var random = Chaos.random(seed);
        // The kill may tear the checkpoint that is awaited, so there is one before it.
        int epoch = 2 + random.nextInt(EPOCHS - 4);
        var first = start(output, where);
        try {
            awaitCheckpoint(Path.of(URI.create(where)), epoch, first);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
        } finally {
            first.destroyForcibly();
        }
        first.waitFor();
        assertTrue(Files.notExists(temp.resolve(output).resolve("run.json")), "ended before it was killed");

        var second = train(output, EPOCHS, "--checkpoint", where);

        assertSucceeds(second);
        assertTrue(second.out().contains("Going on after epoch "), second.out());
        assertEquals(undisturbed, figures(output));
    }

    private static Process start(String output, String where) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add") || argument.startsWith("-D"));
        var spark = Arrays.stream(LocalSpark.conf("local-cluster[2,1,1024]")
                        .set("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
                        .getAll())
                .map(setting -> "-D" + setting._1() + "=" + setting._2());
        var main = Stream.of(
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName());
        var arguments = arguments(output, EPOCHS, "--checkpoint", where).stream();
        var command =
                Stream.of(Stream.of(java), options, spark, main, arguments).flatMap(part -> part);
        return new ProcessBuilder(command.toList())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve(output + ".log").toFile())
                .start();
    }

    private static void awaitCheckpoint(Path folder, int number, Process process) throws InterruptedException {
        var file = folder.resolve(String.format("%06d.checkpoint", number));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Files.notExists(file) && process.isAlive() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertTrue(Files.exists(file), "no checkpoint " + number + "; see " + temp);
    }

    /** Two runs in one folder would delete each other's checkpoints. */
    @Test
    void shouldRefuseTheFolderOfARunThatLives() throws IOException {
        var where = checkpoints("shared");
        assertSucceeds(train("owner", 1, "--checkpoint", where));
        try (var owner = CheckpointFolder.take(where, new Configuration(), "local-1")) {
            for (var policy : List.of("auto", "never")) {
                var run = train("guest-" + policy, 2, "--checkpoint", where, "--resume", policy);

                assertEquals(5, run.exitCode(), run.err());
                assertTrue(run.err().contains("shared/lock is locked by "), run.err());
                assertTrue(run.err().contains("; give each run a checkpoint folder of its own"), run.err());
            }
            assertEquals(1, owner.newest().checkpoint().orElseThrow().state().epochs());
        }
        assertSucceeds(train("owner-again", 2, "--checkpoint", where));
    }
}
