package io.convoy.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.kernels.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTest {

    private static void step(Sgd sgd, float[] weights, float[] state, float... gradient) {
        sgd.step(Kernels.scalar().vectorMath(), List.of(new ParameterRange(0, 2, true)), weights, gradient, state, 0.5);
    }

    @Test
    void shouldCarryTheVelocityFromStepToStep() {
        var sgd = new Sgd(0.5, 0);
        var weights = new float[] {1, 2};
        var state = sgd.initialState(2);

        step(sgd, weights, state, 1, 0);
        step(sgd, weights, state, 1, 0);

        assertArrayEquals(new float[] {1.5f, 0}, state);
        assertArrayEquals(new float[] {1 - 0.5f - 0.75f, 2}, weights);
    }

    @Test
    void shouldPullWeightsTowardsZero() {
        var weights = new float[] {4, -4};

        step(new Sgd(0, 0.25), weights, new float[0], 0, 0);

        assertArrayEquals(new float[] {3.5f, -3.5f}, weights);
    }

    @Test
    void shouldKeepNoStateWithoutMomentum() {
        assertEquals(0, new Sgd(0, 0.1).initialState(100).length);
        assertEquals(100, new Sgd(0.9, 0.1).initialState(100).length);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void shouldRefuseMomentumOutOfRange(double momentum) {
        var error = assertThrows(IllegalArgumentException.class, () -> new Sgd(momentum, 0));

        assertEquals("expected momentum from 0 to below 1 but found " + momentum, error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseWeightDecayOutOfRange(double weightDecay) {
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0, weightDecay));
    }
}
