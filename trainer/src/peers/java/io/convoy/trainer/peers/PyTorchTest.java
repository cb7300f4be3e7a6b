package io.convoy.trainer.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.golden.GoldenLosses;
import io.convoy.trainer.golden.LeNetRun;
import org.junit.jupiter.api.Test;

class PyTorchTest {

    @Test
    void shouldTakeAHundredLeNetStepsAsPyTorchDoes() {
        var theirs = LeNetRun.weights();
        GoldenLosses.assertEqualsGolden(PyTorchLeNet.train(theirs));
        var ours = LeNetRun.weights();
        LeNetRun.train(Kernels.best(), ours);
        for (int i = 0; i < ours.length; i++) {
            assertEquals(theirs[i], ours[i], 0.01, "weight " + i);
        }
    }
}
