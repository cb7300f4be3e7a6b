package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.registry.RunStatus;
import io.convoy.spark.registry.RunStatus.Outcome;
import io.convoy.spark.registry.RunStatus.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator learns of the nights, without Spark. */
class RunsViewTest {

    @TempDir
    private Path registry;

    /** The first night was killed and then rejected, the second one still trains. */
    @BeforeEach
    void keepNights() throws IOException {
        var open = Registry.openOrCreate(registry.toString(), new Configuration(), Optional.empty());
        var first = new RunId("2026-01-31");
        open.run(first)
                .write(RunStatus.begin(first, "application_1")
                        .at(Stage.TRAINING, "epoch 3 of 10 done")
                        .again("application_2")
                        .at(Stage.TRAINING, "epoch 10 of 10 done")
                        .judged(0.41, "file:/models/runs/2026-01-31/model")
                        .ended(Outcome.REJECTED, "test accuracy 0.4100 is below 0.85", null));
        var second = new RunId("2026-02-01");
        open.run(second).write(RunStatus.begin(second, "application_3").at(Stage.TRAINING, "epoch 1 of 10 done"));
    }

    private Run registry(String... words) {
        var run = Run.of(words);
        assertEquals(0, run.exitCode(), run.err());
        return run;
    }

    @Test
    void shouldListHowEachNightEndedAndWhy() throws IOException {
        var table =
                registry("registry", "runs", "--registry", registry.toString()).out();
        assertTrue(
                table.matches("(?s)run +outcome +test accuracy +seconds +why\n"
                        + "2026-01-31 +REJECTED +0\\.4100 +0\\.\\d +test accuracy 0\\.4100 is below 0\\.85\n"
                        + "2026-02-01 +not ended, TRAINING +0\\.\\d +epoch 1 of 10 done\n"),
                table);

        var json = new ObjectMapper()
                .readTree(registry("registry", "runs", "--json", "--registry", registry.toString())
                        .out());
        assertEquals("REJECTED", json.at("/runs/0/outcome").asText());
        assertEquals(0.41, json.at("/runs/0/accuracy").asDouble());
        assertEquals(2, json.path("runs").size());
    }

    @Test
    void shouldShowEveryAttemptAtARun() throws IOException {
        var run = registry("registry", "run", "2026-01-31", "--registry", registry.toString());
        assertTrue(run.out().startsWith("Run 2026-01-31 REJECTED: test accuracy 0.4100 is below 0.85\n"), run.out());
        assertTrue(run.out().matches("(?s).*\n1 +application_1 .*TRAINING.*\n2 +application_2 .*ENDED.*"), run.out());

        var json = new ObjectMapper()
                .readTree(registry("registry", "run", "2026-01-31", "--json", "--registry", registry.toString())
                        .out());
        assertEquals(
                "TRAINING", json.at("/earlier/0/history/1/stage").asText(), "the first attempt's history: " + json);
        assertEquals("file:/models/runs/2026-01-31/model", json.path("model").asText());
    }

    @Test
    void shouldSayWhatIsMissing() {
        var unknown = Run.of("registry", "run", "2026-02-02", "--registry", registry.toString());
        assertEquals(1, unknown.exitCode());
        assertTrue(unknown.err().contains("has no run 2026-02-02; registry runs lists those"), unknown.err());
        var none = Run.of("registry", "run", "--registry", registry.toString());
        assertEquals(2, none.exitCode());
        assertTrue(none.err().startsWith("convoy: --run-id is missing"), none.err());
        var versions = registry("registry", "list", "--registry", registry.toString());
        assertEquals("No version yet; registry runs tells how the runs ended\n", versions.out());
    }

    @Test
    void shouldTellOfLostExecutorsInALine() {
        assertEquals("", ExecutorNews.told("1", "Executor killed by driver."));
        assertEquals(
                "Lost executor 2 (Container from a bad node: container_1. Exit status: 137.), going on",
                ExecutorNews.told("2", "Container from a bad node: container_1. Exit status: 137.\nDiagnostics: x\n"));
    }
}
