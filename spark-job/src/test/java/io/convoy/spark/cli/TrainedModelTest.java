package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.trainer.model.WeightsDigest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model from {@code train} on, through all commands that take it. */
class TrainedModelTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TESTS = 120;

    @TempDir
    private static Path temp;

    private static SyntheticImages test;
    private static Run training;

    @BeforeAll
    static void train() {
        SyntheticImages.of(600, 28, 1).writeGzip(temp, Part.TRAIN);
        test = SyntheticImages.of(TESTS, 28, 2).write(temp, Part.TEST);
        training = run(
                "train",
                "--data",
                temp.toString(),
                "--output",
                model(),
                "--epochs",
                "2",
                "--batch-size",
                "8",
                "--learning-rate",
                "0.02",
                "--shards",
                "3",
                "--class-names",
                "a,b,c,d,e,f,g,\"h\",i i,j");
        assertEquals(0, training.exitCode(), training.err());
    }

    @Test
    void shouldSayWhatRunsHowItGoesAndWhatComesNext() {
        var lines = training.out().lines().toList();

        assertEquals(
                "3 shards averaged once an epoch learn less than one does; --preset shards-4 --shards 3 averages oftener",
                lines.get(0));
        assertEquals(
                "Training lenet (61,706 parameters) for 2 epochs on 600 images of 1×28×28 in 10 classes and 3 shards",
                lines.get(1));
        assertTrue(lines.get(2).matches("Spark \\S+ on local\\[2], Java \\d+, kernels: .+"), lines.get(2));
        assertTrue(lines.get(3).matches("epoch 1/2  loss \\d.\\d{4} .* weights [0-9a-f]{16}"), lines.get(3));
        assertTrue(lines.get(4).startsWith("epoch 2/2 "), lines.get(4));
        assertEquals("", lines.get(5));
        // How long the first epoch took decides whether it counts, see TimesheetTest and VerdictTest.
        assertTrue(lines.get(6).matches("Where the time of epochs? (1 to )?2 went; .*"), lines.get(6));
        assertTrue(lines.get(7).matches("phase +seconds +share +a round"), lines.get(7));
        assertTrue(lines.get(8).matches("compute +0\\.\\d\\d +\\d+ % +\\d+ ms"), lines.get(8));
        assertTrue(lines.get(16).matches("together +\\d\\.\\d\\d +100 %"), lines.get(16));
        int end = lines.size() - 1;
        assertEquals("Model: " + model(), lines.get(end - 1));
        assertEquals("Next:  scripts/convoy evaluate --model " + model() + " --data " + temp, lines.get(end));
        assertFalse(training.out().chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'));
    }

    @Test
    void shouldWriteModelMetricsAndRun() throws IOException {
        try (var files = Files.list(temp.resolve("model"))) {
            assertEquals(
                    List.of("metrics.jsonl", "model.safetensors", "run.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        var run = json(Files.readString(temp.resolve("model/run.json")));
        var weights = ModelFolder.read(model(), new Configuration()).parameters();
        assertEquals(WeightsDigest.of(weights), run.get("weightsDigest").asText());
        assertEquals(run.get("weightsDigest"), lastEpoch().get("weightsDigest"));
        assertEquals(3, run.get("shards").asInt());
        assertEquals(600, run.at("/data/train/count").asInt());
        assertEquals("flag --epochs", run.at("/options/epochs/source").asText());
        assertEquals("default", run.at("/options/seed/source").asText());
        assertEquals(2, Files.readAllLines(temp.resolve("model/metrics.jsonl")).size());
        assertTrue(run.at("/time/rounds").asInt() > 0, run.toString());
        assertTrue(run.at("/time/phases/compute").asDouble() > 0, run.toString());
        assertTrue(run.at("/time/suggestedShards").asInt() > 0, run.toString());
        assertEquals("epoch", run.at("/time/suggestedAverageEvery").asText());
        assertTrue(run.at("/time/verdict/0").isTextual(), run.toString());
    }

    @Test
    void shouldReproduceAccuracyOfLastEpoch() throws IOException {
        var evaluation = json(run("evaluate", "--model", model(), "--data", temp.toString(), "--json")
                .out());

        assertEquals(
                lastEpoch().get("testAccuracy").asDouble(),
                evaluation.get("accuracy").asDouble());
        assertEquals(
                lastEpoch().get("testLoss").asDouble(), evaluation.get("loss").asDouble());
        assertEquals(TESTS, evaluation.get("images").asInt());
        assertEquals("i i", evaluation.at("/classes/8/name").asText());
        assertTrue(evaluation.get("accuracy").asDouble() > 0.5, evaluation.toString());
    }

    @Test
    void shouldShowEvaluationToPeople() {
        var run = run("evaluate", "--model", model() + "/model.safetensors", "--data", temp.toString());

        assertTrue(run.out().contains("on 120 images\n\nlabel  name  images  recall  precision\n0      a "), run.out());
        assertTrue(run.out().contains("(column):\nlabel  name  0 "), run.out());
    }

    @Test
    void shouldPredictInOrderWhatEvaluationCounts() throws IOException {
        var run = run(
                "predict",
                "--model",
                model(),
                "--images",
                temp.resolve("t10k-images-idx3-ubyte").toString());

        var lines = run.out().lines().toList();
        assertEquals(TESTS, lines.size());
        int correct = 0;
        for (int i = 0; i < TESTS; i++) {
            var row = json(lines.get(i));
            assertEquals(i, row.get("image").asInt());
            correct += row.get("label").asInt() == test.labels()[i] ? 1 : 0;
            double probability = row.get("probability").asDouble();
            assertTrue(probability >= 0.1 && probability <= 1, lines.get(i));
        }
        assertEquals(lastEpoch().get("testAccuracy").asDouble(), (double) correct / TESTS);
    }

    @Test
    void shouldPredictImageFilesLikeIdx() throws IOException {
        var images = Files.createDirectories(temp.resolve("images/deep"));
        for (int i = 0; i < 11; i++) {
            var image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster()
                    .setDataElements(0, 0, 28, 28, java.util.Arrays.copyOfRange(test.pixels(), i * 784, (i + 1) * 784));
            var file = i == 0 ? "0,zero.png" : "deep/%02d.PNG".formatted(i);
            ImageIO.write(image, "png", images.getParent().resolve(file).toFile());
        }
        Files.writeString(images.resolve("notes.txt"), "no image");
        var idx = run(
                "predict",
                "--model",
                model(),
                "--images",
                temp.resolve("t10k-images-idx3-ubyte").toString(),
                "--format",
                "csv");

        var csv = temp.resolve("out/predictions.csv");
        var run = run(
                "predict",
                "--model",
                model(),
                "--images",
                images.getParent().toString(),
                "--format",
                "csv",
                "--output",
                csv.toString());
        assertEquals("11 predictions in " + csv, run.out().lines().toList().get(1));
        var expected = idx.out().lines().limit(12).toList();
        var found = Files.readAllLines(csv);
        assertEquals("image,label,name,probability", found.get(0));
        for (int i = 0; i < 11; i++) {
            var name = i == 0 ? "\"0,zero.png\"" : "deep/%02d.PNG".formatted(i);
            assertEquals(expected.get(i + 1).replaceFirst("^\\d+", name), found.get(i + 1));
        }

        var again = run("predict", "--model", model(), "--images", images.toString(), "--output", csv.toString());
        assertEquals(
                List.of("--output " + csv + ": is there already; choose another file or add --overwrite"),
                again.problems());
        assertEquals(2, again.exitCode());
    }

    @Test
    void shouldTellMachinesPredictionsInOneDocument() throws IOException {
        var run = run(
                "predict",
                "--model",
                model(),
                "--json",
                "--images",
                temp.resolve("t10k-images-idx3-ubyte").toString());

        var document = json(run.out());
        assertEquals(TESTS, document.get("images").asInt());
        assertEquals(TESTS, document.get("predictions").size());
        assertEquals(5, document.at("/predictions/5/image").asInt());
    }

    @Test
    void shouldNameImageThatCannotBeDecoded() throws IOException {
        var broken = Files.write(Files.createDirectories(temp.resolve("broken")).resolve("x.png"), new byte[] {1, 2});

        var run = run("predict", "--model", model(), "--images", broken.toString());
        assertEquals(
                List.of("file:" + broken + ": is neither PNG nor JPEG; replace or remove it"
                        + " (1 of 1 images cannot be used where 0 may be; --max-bad 1 leaves them out)"),
                run.problems());
        assertEquals(3, run.exitCode());
        assertEquals("", run.out());
    }

    @Test
    void shouldInspectModel() {
        assertEquals(
                Run.of("inspect", "--network", "lenet").out(),
                Run.of("inspect", "--model", model()).out());
    }

    @Test
    void shouldRefuseToOverwriteAndLeaveEverythingAlone() throws IOException {
        var before = Files.readAllBytes(temp.resolve("model/model.safetensors"));

        var run = run("train", "--data", temp.toString(), "--output", model());
        assertEquals(
                List.of("--output " + model() + ": is not empty; choose another folder or add --overwrite"),
                run.problems());
        assertEquals(2, run.exitCode());
        org.junit.jupiter.api.Assertions.assertArrayEquals(
                before, Files.readAllBytes(temp.resolve("model/model.safetensors")));
    }

    @Test
    void shouldReplaceModelWhenToldAndTellMachinesTheRun() throws IOException {
        var output = temp.resolve("replaced");
        for (var seed : List.of("1", "2")) {
            var run = run(
                    "train",
                    "--data",
                    temp.toString(),
                    "--output",
                    output.toString(),
                    "--epochs",
                    "1",
                    "--seed",
                    seed,
                    "--overwrite",
                    "--json");
            assertEquals(json(Files.readString(output.resolve("run.json"))), json(run.out()));
            assertEquals(seed, json(run.out()).get("seed").asText());
            assertTrue(run.err().contains("\nepoch 1/1 "), run.err());
        }
        assertEquals(1, Files.readAllLines(output.resolve("metrics.jsonl")).size());
    }

    @Test
    void shouldEndDivergingRunWithoutModelOrCheckpoint() {
        var output = temp.resolve("diverged");
        var checkpoints = temp.resolve("diverged-checkpoints");

        var run = run(
                "train",
                "--data",
                temp.toString(),
                "--output",
                output.toString(),
                "--checkpoint",
                checkpoints.toString(),
                "--learning-rate",
                "1000",
                "--shards",
                "2");
        assertEquals(1, run.problems().size(), run.err());
        assertTrue(
                run.err()
                        .matches(
                                "convoy: training diverged: .* in epoch \\d+, shard \\d, step \\d+ \\(\\d+ images, records"
                                        + " between \\d+ and \\d+\\); choose a lower learning rate.*\n"),
                run.err());
        assertEquals(1, run.exitCode());
        assertFalse(Files.exists(output));
        assertFalse(Files.exists(checkpoints));
    }

    private static String model() {
        return temp.resolve("model").toString();
    }

    private static Run run(String... words) {
        return Run.with(LocalSpark.conf("local[2]"), words);
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private static JsonNode lastEpoch() throws IOException {
        var lines = Files.readAllLines(temp.resolve("model/metrics.jsonl"));
        return json(lines.get(lines.size() - 1));
    }
}
