package io.convoy.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.network.Network;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenBlocksTest {

    static List<Network> networks() {
        return BlockRun.networks();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldTakeAHundredStepsAsPyTorchDoes(Network network) {
        var golden = GoldenBlocks.load();
        var losses = golden.get(network.name() + " loss");
        var steps = BlockRun.train(network, Kernels.scalar());

        double begin = Arrays.stream(losses, 0, 4).sum();
        double end = Arrays.stream(losses, BlockRun.STEPS - 4, BlockRun.STEPS).sum();
        assertTrue(end < 0.95 * begin, "it should learn, or the comparison tells little");
        for (var step : steps) {
            // The trajectories part by roundings, which training amplifies.
            double tolerance = step.number() < 10 ? 1e-5 : 1e-3;
            assertEquals(losses[step.number()], step.loss(), tolerance, "loss of step " + step.number());
        }
        GoldenBlocks.assertGradient(
                network.name(),
                golden.get(network.name() + " gradient-0"),
                steps.get(0).gradient());
    }
}
