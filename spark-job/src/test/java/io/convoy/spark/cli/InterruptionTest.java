package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.Signal;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.model.ModelFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and worse, with a real process: the last complete epoch's model is readable, or there is none. */
class InterruptionTest {

    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private static Path temp;

    @BeforeAll
    static void writeData() {
        SyntheticImages.of(400, 28, 1).write(temp, Part.TRAIN);
        SyntheticImages.of(50, 28, 2).write(temp, Part.TEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "KILL", "TERM"})
    void shouldLeaveWholeModelOrNone(String signal) throws IOException, InterruptedException {
        var output = temp.resolve(signal);
        var process = start(output);
        try {
            awaitEpochs(output, process);
            TimeUnit.MILLISECONDS.sleep(new Random().nextInt(500));
            Signal.send(signal, process.pid());
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still runs after SIG" + signal);
        } finally {
            process.destroyForcibly();
        }

        var network = ModelFolder.read(output.toString(), new Configuration()).network();
        assertEquals("lenet", network.name());
        for (var line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
            assertTrue(line.startsWith("{\"epoch\":") && line.endsWith("}}"), line);
        }
        if (signal.equals("KILL")) {
            assertTrue(Files.notExists(output.resolve("run.json")));
        } else {
            assertEquals(signal.equals("INT") ? 130 : 143, process.exitValue());
            var run = new ObjectMapper().readTree(output.resolve("run.json").toFile());
            assertFalse(run.path("complete").asBoolean(true));
            assertSaysWhereTheModelIs(Files.readString(log(output)), output);
        }
    }

    private static void assertSaysWhereTheModelIs(String said, Path output) {
        var last = said.lines().skip(Math.max(0, said.lines().count() - 2)).toList();
        assertTrue(
                last.get(0)
                        .matches("The model of epoch \\d+ stays in " + output + "; the same command goes on after it"),
                said);
        assertEquals("convoy: interrupted", last.get(1), said);
        var again = words(output);
        again.add("--dry-run");
        assertEquals(0, Run.of(again.toArray(String[]::new)).exitCode(), "the same command does not go on");
        assertTrue(said.lines().noneMatch(line -> line.startsWith("\tat ")), said);
    }

    private static Path log(Path output) {
        return temp.resolve(output.getFileName() + ".log");
    }

    private static Process start(Path output) throws IOException {
        // A shell that runs the tests in the background ignores SIGINT, and its children would inherit that.
        var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add") || argument.startsWith("-D"))
                .forEach(command::add);
        command.addAll(List.of("-Dspark.ui.enabled=false", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(words(output));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(output).toFile())
                .start();
    }

    private static List<String> words(Path output) {
        var words = new ArrayList<>(List.of("train", "--data", temp.toString(), "--output", output.toString()));
        words.addAll(List.of("--checkpoint", output + "-checkpoints"));
        words.addAll(List.of("--epochs", "100000", "--master", "local[2]", "--learning-rate", "0.001"));
        return words;
    }

    private static void awaitEpochs(Path output, Process process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Files.notExists(output.resolve("metrics.jsonl")) && process.isAlive() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(process.isAlive(), "ended before it was interrupted; see " + output + ".log");
    }
}
