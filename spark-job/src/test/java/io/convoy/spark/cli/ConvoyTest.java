package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvoyTest {

    @Test
    void shouldSuggestCommand() {
        assertRefused(
                Run.of("inspct", "--network", "lenet"),
                "inspct: there is no such command; expected train, evaluate, predict, inspect, plan, retrain, registry; did you mean convoy inspect?");
    }

    @Test
    void shouldWantCommand() {
        assertRefused(
                Run.of(),
                "no command: expected train, evaluate, predict, inspect, plan, retrain, registry; see convoy --help");
    }

    @Test
    void shouldSuggestOption() {
        assertRefused(
                Run.of("inspect", "--netwrk", "lenet", "--network=lenet"),
                "--netwrk: inspect has no such option; did you mean --network?");
    }

    @Test
    void shouldSuggestNetwork() {
        assertRefused(
                Run.of("inspect", "--network", "lenet5"),
                "--network lenet5: expected " + Run.networks() + "; did you mean lenet?");
    }

    @Test
    void shouldTellAllProblemsTogether() {
        assertRefused(
                Run.of("inspect", "--network", "vgg", "--classes", "1", "--image", "28", "--verbos", "now"),
                "--network vgg: expected " + Run.networks() + ", for example --network lenet",
                "--classes 1: expected a whole number from 2 to 256, for example --classes 10",
                "--image 28: expected channels x height x width, for example --image 1x28x28",
                "--verbos: inspect has no such option; did you mean --verbose?");
    }

    @Test
    void shouldTellWordThatBelongsToNoOption() {
        assertRefused(
                Run.of("inspect", "lenet", "--network", "lenet"),
                "lenet: inspect takes options only; remove it or name its option");
    }

    @Test
    void shouldTellOptionWithoutValue() {
        assertRefused(
                Run.of("inspect", "--network"),
                "--network has no value: expected " + Run.networks() + ", for example --network lenet",
                "neither --network nor --model is given; add one, for example --network lenet");
    }

    @Test
    void shouldTellOptionGivenTwice() {
        assertRefused(
                Run.of("inspect", "--network", "lenet", "--network", "lenet-d2l"),
                "--network is given twice; keep one");
    }

    @Test
    void shouldTellOptionBeforeCommand() {
        assertRefused(
                Run.of("--classes", "47", "inspect", "--network", "lenet"),
                "--classes 47 stands before the command; write convoy inspect --classes 47");
    }

    @Test
    void shouldTellUnknownKeyOfSpark() {
        assertRefused(
                Run.with(new SparkConf(false).set("spark.convoy.netwrok", "lenet"), "inspect", "--network", "lenet"),
                "spark.convoy.netwrok=lenet: there is no such option; did you mean network?");
    }

    @Test
    void shouldShowStackTraceOnlyWhenAsked() {
        assertTrue(Run.of("inspect", "--verbose").err().contains("\tat io.convoy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate", "predict", "inspect", "plan"})
    void shouldExplainEachCommandWithExamples(String command) {
        var run = Run.of(command, "--help");

        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("Usage: convoy " + command + " [OPTIONS]"), run.out());
        assertTrue(run.out().contains("--dry-run"), run.out());
        assertTrue(run.out().contains("Examples:\n  convoy " + command + " --"), run.out());
    }

    @Test
    void shouldListCommands() {
        var run = Run.of("--help");

        assertEquals(0, run.exitCode());
        for (var command : List.of("train", "evaluate", "predict", "inspect", "plan")) {
            assertTrue(run.out().contains("\n  " + command + " "), run.out());
        }
    }

    @Test
    void shouldTellVersion() {
        assertTrue(Run.of("--version").out().startsWith("Convoy "));
    }

    private static void assertRefused(Run run, String... problems) {
        assertEquals(List.of(problems), run.problems());
        assertEquals(2, run.exitCode());
        assertEquals("", run.out());
    }
}
