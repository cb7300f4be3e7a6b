package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.averaging.TrainingState;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

    private static TrainingState after(int epoch) {
        return new TrainingState(epoch, new float[] {epoch}, new float[0], new float[0]);
    }

    /** Of ten examples so many were right. */
    private static Evaluation evaluation(int correct, double loss) {
        return new Evaluation(2, new long[] {correct, 10 - correct, 0, 0}, new long[] {correct, 10 - correct}, loss);
    }

    /** @return the epoch after which the run was over and the best one */
    private static String run(int patience, int... correct) {
        var stopping = new EarlyStopping(patience);
        var state = after(0);
        for (int epoch = 1; epoch <= correct.length && !stopping.endsAt(state); epoch++) {
            var next = after(epoch);
            state = stopping.observe(state.best().map(next::withBest).orElse(next), evaluation(correct[epoch - 1], 1));
        }
        return state.epochs() + " best " + state.best().orElseThrow().epoch();
    }

    @Test
    void shouldStopWhenPatienceIsOverAndKeepTheBest() {
        assertEquals("4 best 2", run(2, 5, 7, 6, 6, 9));
        assertEquals("3 best 2", run(1, 5, 7, 6, 6, 9));
        assertEquals("5 best 5", run(3, 5, 7, 6, 6, 9));
        assertEquals("3 best 1", run(2, 5, 5, 5, 9));
    }

    @Test
    void shouldTakeTheLowerLossWhereAccuracyIsTheSame() {
        var stopping = new EarlyStopping(1);
        var first = stopping.observe(after(1), evaluation(5, 1));

        var lower = stopping.observe(first, evaluation(5, 0.5));
        var higher = stopping.observe(first, evaluation(5, 2));

        assertEquals(0.05, lower.best().orElseThrow().loss());
        assertSame(first, higher);
        assertTrue(lower.modelWeights() == first.weights());
    }
}
