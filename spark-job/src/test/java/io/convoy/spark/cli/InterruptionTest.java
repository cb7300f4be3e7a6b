package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertTrue(Files.notExists(output.resolve("run.json")));
        if (!signal.equals("KILL")) {
            assertSaysWhereTheModelIs(Files.readString(log(output)), output);
        }
    }

    private static void assertSaysWhereTheModelIs(String said, Path output) {
        assertTrue(said.matches("(?s).*The model of epoch \\d+ stays in " + output + ".*"), said);
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
        command.addAll(List.of("train", "--data", temp.toString(), "--output", output.toString()));
        command.addAll(List.of("--epochs", "100000", "--master", "local[2]", "--learning-rate", "0.001"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(output).toFile())
                .start();
    }

    private static void awaitEpochs(Path output, Process process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Files.notExists(output.resolve("metrics.jsonl")) && process.isAlive() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertTrue(process.isAlive(), "ended before it was interrupted; see " + output + ".log");
    }
}
