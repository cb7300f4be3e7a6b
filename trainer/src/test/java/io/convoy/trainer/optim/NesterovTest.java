package io.convoy.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.kernels.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class NesterovTest {

    /** By hand: the velocities are 1 and 1.5, the steps 0.5 · (1 + 0.5 · 1) and 0.5 · (1 + 0.5 · 1.5). */
    @Test
    void shouldLookAhead() {
        var nesterov = new Nesterov(0.5, 0);
        var weights = new float[] {2};
        var state = nesterov.initialState(1);
        var whole = List.of(new ParameterRange(0, 1, true));

        nesterov.step(Kernels.scalar().vectorMath(), whole, weights, new float[] {1}, state, 0.5);
        assertArrayEquals(new float[] {1.25f}, weights);
        nesterov.step(Kernels.scalar().vectorMath(), whole, weights, new float[] {1}, state, 0.5);
        assertArrayEquals(new float[] {0.375f}, weights);
        assertArrayEquals(new float[] {1.5f}, state);
    }

    @Test
    void shouldDecayWhereItMayAndLeaveTheRest() {
        var nesterov = new Nesterov(0, 0.5);
        var weights = new float[] {2, 2, 2};
        var ranges = List.of(new ParameterRange(0, 1, true), new ParameterRange(2, 3, false));

        nesterov.step(Kernels.scalar().vectorMath(), ranges, weights, new float[] {1, 1, 1}, new float[3], 0.5);

        assertArrayEquals(new float[] {1, 2, 1.5f}, weights);
    }

    @Test
    void shouldRefuseNumbersOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new Nesterov(1, 0));
        var error = assertThrows(IllegalArgumentException.class, () -> new Nesterov(0.9, Double.NaN));
        assertEquals("expected a finite weightDecay ≥ 0 but found NaN", error.getMessage());
    }
}
