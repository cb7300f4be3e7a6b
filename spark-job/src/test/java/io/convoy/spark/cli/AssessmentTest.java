package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.trainer.model.WeightsDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images set aside, early stopping, and evaluation now and then. */
class AssessmentTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path temp;

    @BeforeAll
    static void write() {
        SyntheticImages.of(400, 28, 1).write(temp, Part.TRAIN);
        SyntheticImages.of(50, 28, 2).write(temp, Part.TEST);
    }

    private static Run train(String output, String... more) {
        var arguments = new ArrayList<>(List.of("train", "--data", temp.toString(), "--shards", "2"));
        arguments.addAll(List.of("--output", temp.resolve(output).toString(), "--batch-size", "16"));
        arguments.addAll(List.of("--schedule", "constant", "--learning-rate", "0.02"));
        arguments.addAll(Arrays.asList(more));
        return Run.with(LocalSpark.conf("local[2]"), arguments.toArray(String[]::new));
    }

    private static List<JsonNode> metrics(String output) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(temp.resolve(output).resolve("metrics.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void shouldStopEarlyAndKeepTheBestModelAlsoWhenItGoesOn() throws IOException {
        var options = new String[] {"--validation-fraction", "0.25", "--patience", "2", "--momentum-averaging", "keep"};
        var whole = train("whole", with(options, "--epochs", "40"));
        assertEquals(0, whole.exitCode(), whole.err());
        var epochs = metrics("whole");
        int best = 0;
        for (int i = 1; i < epochs.size(); i++) {
            best = isBetter(epochs.get(i), epochs.get(best)) ? i : best;
        }

        assertTrue(epochs.size() < 40, "did not stop in " + epochs.size() + " epochs");
        assertEquals(epochs.size() - 1, best + 2);
        assertEquals(300, epochs.get(0).at("/ledger/recordsLearnedOnce").asInt());
        var run = JSON.readTree(Files.readString(temp.resolve("whole/run.json")));
        var digest = epochs.get(best).get("weightsDigest").asText();
        assertEquals(digest, run.get("weightsDigest").asText());
        assertEquals(best + 1, run.get("modelEpoch").asInt());
        var model = ModelFolder.read(temp.resolve("whole").toString(), new Configuration());
        assertEquals(digest, WeightsDigest.of(model.parameters()));

        var where = temp.resolve("checkpoints").toString();
        var first = train("first", with(options, "--epochs", Integer.toString(best + 2), "--checkpoint", where));
        assertEquals(0, first.exitCode(), first.err());
        var second = train("second", with(options, "--epochs", "40", "--checkpoint", where, "--resume", "require"));
        assertEquals(0, second.exitCode(), second.err());
        assertEquals(epochs.size(), metrics("second").size());
        assertEquals(
                digest,
                JSON.readTree(Files.readString(temp.resolve("second/run.json")))
                        .get("weightsDigest")
                        .asText());
    }

    private static boolean isBetter(JsonNode one, JsonNode other) {
        int accuracy = Double.compare(
                one.get("validationAccuracy").asDouble(),
                other.get("validationAccuracy").asDouble());
        return accuracy > 0
                || (accuracy == 0
                        && one.get("validationLoss").asDouble()
                                < other.get("validationLoss").asDouble());
    }

    private static String[] with(String[] options, String... more) {
        var all = new ArrayList<>(Arrays.asList(options));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    @Test
    void shouldEvaluateNowAndThenAndAfterTheLastEpoch() throws IOException {
        var run = train("seldom", "--epochs", "5", "--evaluate-every", "3", "--period", "qsr", "--average-every", "2");

        assertEquals(0, run.exitCode(), run.err());
        var measured = metrics("seldom").stream()
                .map(epoch -> epoch.has("testAccuracy"))
                .toList();
        assertEquals(List.of(false, false, true, false, true), measured);
        // A shard of 200 images has 13 batches, and at a constant learning rate the period stays at two of them.
        assertEquals(7, metrics("seldom").get(0).at("/ledger/rounds").asInt());
    }

    /** A run of ten epochs that was killed after the fourth, here by way of its checkpoints. */
    @Test
    void shouldRefuseToEndAtAnEpochThatWasNotMeasured() throws IOException {
        var where = temp.resolve("unmeasured");
        var seldom = new String[] {"--evaluate-every", "3", "--checkpoint", where.toString()};
        assertEquals(0, train("five", with(seldom, "--epochs", "5")).exitCode());
        try (var files = Files.list(where)) {
            for (var file : files.filter(f -> f.getFileName().toString().startsWith("000005"))
                    .toList()) {
                Files.delete(file);
            }
        }

        var run = train("four", with(seldom, "--epochs", "4"));

        assertEquals(Outcome.USAGE, run.exitCode(), run.err());
        assertEquals(
                List.of("--epochs 4: the run has come so far without measuring that epoch; name more epochs, or begin"
                        + " anew by --resume never"),
                run.problems());
    }

    @Test
    void shouldTellHowManyImagesAreLearnedFrom() throws IOException {
        var run = train("fewer", "--epochs", "1", "--validation-fraction", "0.25");

        assertTrue(run.out().contains("on 300 images of"), run.out());
    }

    @Test
    void shouldRefusePatienceWithoutImagesSetAside() {
        assertEquals(
                List.of("--patience has no effect without --validation-fraction above 0; add that, such as"
                        + " --validation-fraction 0.1, or remove this"),
                train("none", "--patience", "2").problems());
        assertEquals(
                List.of("--validation-fraction 0.001: sets aside 0 of 400 training images; choose one that leaves some"
                        + " on either side"),
                train("none", "--validation-fraction", "0.001").problems());
    }

    @Test
    void shouldRefuseOptionsOfAnotherPeriod() {
        assertEquals(
                List.of(
                        "--local-from-epoch has no effect without --period post-local; add that or remove this",
                        "--period qsr: --average-every is an epoch already, and no period is longer; name a number of"
                                + " batches, such as 8"),
                train("none", "--period", "qsr", "--local-from-epoch", "2").problems());
    }
}
