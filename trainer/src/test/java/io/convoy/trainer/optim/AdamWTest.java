package io.convoy.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.kernels.Kernels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamWTest {

    private static final AdamW ADAMW = new AdamW(0.9, 0.999, 1e-8, 0.1);

    private static void step(AdamW optimiser, List<ParameterRange> ranges, float[] weights, float[] state, float g) {
        var gradient = new float[weights.length];
        Arrays.fill(gradient, g);
        optimiser.step(Kernels.scalar().vectorMath(), ranges, weights, gradient, state, 0.01);
    }

    /** Algorithm 2 of arXiv 1711.05101 in double precision, over steps enough that both corrections fade. */
    @Test
    void shouldFollowThePaperForThousandsOfSteps() {
        var weights = new float[] {1, -2, 0.5f};
        var state = ADAMW.initialState(3);
        var exact = new double[] {1, -2, 0.5};
        double mean = 0;
        double square = 0;
        for (int t = 1; t <= 3000; t++) {
            float gradient = (float) Math.sin(t * 0.37);
            step(ADAMW, List.of(new ParameterRange(0, 3, true)), weights, state, gradient);
            mean = 0.9 * mean + 0.1 * gradient;
            square = 0.999 * square + 0.001 * gradient * gradient;
            double direction = mean / (1 - Math.pow(0.9, t)) / (Math.sqrt(square / (1 - Math.pow(0.999, t))) + 1e-8);
            for (int i = 0; i < 3; i++) {
                exact[i] -= 0.01 * 0.1 * exact[i] + 0.01 * direction;
            }
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(exact[i], weights[i], 2e-5);
        }
        assertEquals(3000f, state[6]);
    }

    /** The first step goes by the learning rate, whatever the size of the gradient. */
    @Test
    void shouldDecayApartFromTheGradientAndOnlyWhereItMay() {
        var weights = new float[] {1, 1, 1};
        var state = ADAMW.initialState(3);

        step(ADAMW, List.of(new ParameterRange(0, 1, true), new ParameterRange(1, 2, false)), weights, state, 1e-3f);

        assertArrayEquals(new float[] {1 - 0.001f - 0.01f, 1 - 0.01f, 1}, weights, 2e-7f);
        assertEquals(0, state[2], "mean of what does not learn");
        assertEquals(0, state[5], "square of what does not learn");
    }

    /** The mean of two replicas' states must be a state: one that is two steps old and one that is four. */
    @Test
    void shouldGoOnFromTheMeanOfStatesOfDifferentAge() {
        var whole = List.of(new ParameterRange(0, 1, false));
        var young = ADAMW.initialState(1);
        var old = ADAMW.initialState(1);
        for (int t = 0; t < 4; t++) {
            step(ADAMW, whole, new float[] {1}, old, 0.5f);
            if (t < 2) {
                step(ADAMW, whole, new float[] {1}, young, 0.5f);
            }
        }
        var mean = new float[3];
        for (int i = 0; i < 3; i++) {
            mean[i] = (young[i] + old[i]) / 2;
        }
        var weights = new float[] {1};

        step(ADAMW, whole, weights, mean, 0.5f);

        assertEquals(4f, mean[2]);
        assertEquals(0.99f, weights[0], 2e-4f);
    }

    @Test
    void shouldRefuseNumbersOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new AdamW(1, 0.999, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW(0.9, Double.NaN, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW(0.9, 0.999, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW(0.9, 0.999, 1e-8, -1));
    }
}
