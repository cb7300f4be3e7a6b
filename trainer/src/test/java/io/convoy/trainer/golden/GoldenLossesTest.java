package io.convoy.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.Kernels;
import org.junit.jupiter.api.Test;

class GoldenLossesTest {

    @Test
    void shouldLearnAsPyTorchDoes() {
        GoldenLosses.assertEqualsGolden(LeNetRun.train(Kernels.best(), LeNetRun.weights()));
    }

    /** Or the comparison would tell nothing. */
    @Test
    void theGoldenRunShouldLearn() {
        var golden = GoldenLosses.load();
        assertTrue(golden[0] > 2 && golden[golden.length - 1] < 0.01);
    }
}
