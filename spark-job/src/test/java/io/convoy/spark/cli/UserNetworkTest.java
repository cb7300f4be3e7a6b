package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's network with branches and batch normalisation, from its file through all commands. */
class UserNetworkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TESTS = 120;

    @TempDir
    Path temp;

    @Test
    void shouldTrainEvaluateAndPredictAlike() throws IOException {
        SyntheticImages.of(600, 8, 1).write(temp, Part.TRAIN);
        var tests = SyntheticImages.of(TESTS, 8, 2).write(temp, Part.TEST);
        var network = Files.writeString(temp.resolve("mine.json"), InspectCommandTest.EXAMPLE);
        var model = temp.resolve("model").toString();

        var training = run(
                "train",
                "--network",
                network.toString(),
                "--data",
                temp.toString(),
                "--output",
                model,
                "--epochs",
                "3",
                "--batch-size",
                "16",
                "--kernels",
                "scalar");
        var evaluation = JSON.readTree(run("evaluate", "--model", model, "--data", temp.toString(), "--json")
                .out());
        var predictions = run(
                        "predict",
                        "--model",
                        model,
                        "--images",
                        temp.resolve("t10k-images-idx3-ubyte").toString())
                .out()
                .lines()
                .toList();

        assertTrue(training.out().contains("Training mine (14,362 parameters)"), training.toString());
        assertEquals(TESTS, predictions.size());
        int correct = 0;
        for (int i = 0; i < TESTS; i++) {
            var row = JSON.readTree(predictions.get(i));
            correct += row.get("label").asInt() == tests.labels()[i] ? 1 : 0;
        }
        assertEquals((double) correct / TESTS, evaluation.get("accuracy").asDouble());
        assertEquals(metrics().get("testAccuracy"), evaluation.get("accuracy"));
        assertTrue(correct > TESTS / 2, evaluation.toString());
        var lines = run("inspect", "--model", model).out().lines().toList();
        assertTrue(lines.get(lines.size() - 2).matches("mine +10 classes +14,362 .*"), lines.toString());
    }

    private JsonNode metrics() throws IOException {
        var lines = Files.readAllLines(temp.resolve("model/metrics.jsonl"));
        return JSON.readTree(lines.get(lines.size() - 1));
    }

    private static Run run(String... words) {
        var run = Run.with(LocalSpark.conf("local[2]"), words);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }
}
