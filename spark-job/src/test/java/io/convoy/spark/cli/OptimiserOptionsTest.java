package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code train} takes for granted with each optimiser, and what it refuses. */
class OptimiserOptionsTest {

    private static Run dryRun(String... more) {
        var words = new ArrayList<>(List.of("train", "--data", "digits", "--dry-run", "--json"));
        words.addAll(Arrays.asList(more));
        return Run.of(words.toArray(String[]::new));
    }

    private static JsonNode options(String... more) throws IOException {
        var run = dryRun(more);
        assertEquals(0, run.exitCode(), run.err());
        return new ObjectMapper().readTree(run.out()).get("options");
    }

    private static void assertRefused(String problem, String... more) {
        var run = dryRun(more);
        assertEquals(List.of(problem), run.problems());
        assertEquals(2, run.exitCode());
    }

    /** Its digests stand in the README. */
    @Test
    void shouldTrainLeNetAsItAlwaysDid() throws IOException {
        var options = options();

        assertEquals("momentum", options.at("/optimiser/value").asText());
        assertEquals(0.08, options.at("/learningRate/value").asDouble());
        assertEquals(0.9, options.at("/momentum/value").asDouble());
        assertEquals(0.001, options.at("/weightDecay/value").asDouble());
        assertEquals("all", options.at("/weightDecayOn/value").asText());
        assertEquals(1, options.at("/warmUpEpochs/value").asDouble());
        assertEquals("default", options.at("/weightDecayOn/source").asText());
        for (var off : List.of("beta1", "clipNorm", "randomCrop", "horizontalFlip", "cutout", "emaDecay")) {
            assertFalse(options.has(off), off);
        }
    }

    @Test
    void shouldTakeAdamWsOwnDefaults() throws IOException {
        var options = options("--optimiser", "adamw");

        assertEquals(0.001, options.at("/learningRate/value").asDouble());
        assertEquals(0.01, options.at("/weightDecay/value").asDouble());
        assertEquals(0.9, options.at("/beta1/value").asDouble());
        assertEquals(0.999, options.at("/beta2/value").asDouble());
        assertEquals(1e-8, options.at("/epsilon/value").asDouble());
        assertFalse(options.has("momentum"));
    }

    @Test
    void shouldSpareBiasesOfOtherNetworksFromWeightDecay() throws IOException {
        assertEquals(
                "weights",
                options("--network", "resnet-20").at("/weightDecayOn/value").asText());
    }

    @Test
    void shouldLetAOneCycleRiseForThreeTenthsOfTheEpochs() throws IOException {
        assertEquals(
                0.9,
                options("--schedule", "one-cycle", "--epochs", "3")
                        .at("/warmUpEpochs/value")
                        .asDouble());
        assertRefused(
                "--warm-up-epochs 0: --schedule one-cycle rises during so many epochs; choose more, such as 1",
                "--schedule",
                "one-cycle",
                "--warm-up-epochs",
                "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "adamw"})
    void shouldRefuseMomentumWhereThereIsNone(String optimiser) throws IOException {
        assertRefused(
                "--momentum 0.5: has no effect with --optimiser " + optimiser
                        + "; choose --optimiser momentum or nesterov, or set it to 0",
                "--optimiser",
                optimiser,
                "--momentum",
                "0.5");
        assertFalse(options("--optimiser", optimiser, "--momentum", "0").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--beta1", "--beta2", "--epsilon"})
    void shouldRefuseWhatOnlyAdamWHas(String flag) {
        assertRefused(
                flag + " has no effect without --optimiser adamw; add that or remove this",
                "--optimiser",
                "nesterov",
                flag,
                "0.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--optimiser adam: expected sgd, momentum, nesterov or adamw; did you mean adamw?",
                "--label-smoothing 1: expected a number of at least 0 and below 1, for example --label-smoothing 0.1",
                "--clip-norm 0: expected a number above 0 and at most 1000000000, for example --clip-norm 1",
                "--ema-decay 1: expected a number of at least 0 and below 1, for example --ema-decay 0.999",
                "--random-crop 0: expected a whole number from 1 to 256, for example --random-crop 4",
                "--horizontal-flip always: expected random or alternating, for example --horizontal-flip random",
                "--cutout 8x8: expected a whole number from 1 to 256, for example --cutout 8"
            })
    void shouldTellWhatIsAllowed(String problem) {
        var words = problem.substring(0, problem.indexOf(':')).split(" ");

        assertRefused(problem, words);
    }
}
