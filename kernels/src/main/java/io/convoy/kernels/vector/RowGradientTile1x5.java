package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** {@link Template} of a {@link GradientTile} of one row. Constants: from one tap to the next, from row to row. */
final class RowGradientTile1x5 implements GradientTile {

    private static final int TAP = Template.constant(MethodHandles.lookup(), 0);
    private static final int ROW = Template.constant(MethodHandles.lookup(), 1);

    @Override
    public void run(
            int[] positions, float[] input, int from, float[] gradient, int gradientFrom, float[] sums, int sum) {
        var sum0_0 = FloatVector.fromArray(FLOATS, sums, sum + 0 * COUNT);
        var sum0_1 = FloatVector.fromArray(FLOATS, sums, sum + 1 * COUNT);
        var sum0_2 = FloatVector.fromArray(FLOATS, sums, sum + 2 * COUNT);
        var sum0_3 = FloatVector.fromArray(FLOATS, sums, sum + 3 * COUNT);
        var sum0_4 = FloatVector.fromArray(FLOATS, sums, sum + 4 * COUNT);
        for (int p = 0; p < positions.length; p++) {
            int x = from + positions[p];
            int g = gradientFrom + p * COUNT;
            var x0 = FloatVector.fromArray(FLOATS, input, x + 0 * TAP);
            var x1 = FloatVector.fromArray(FLOATS, input, x + 1 * TAP);
            var x2 = FloatVector.fromArray(FLOATS, input, x + 2 * TAP);
            var x3 = FloatVector.fromArray(FLOATS, input, x + 3 * TAP);
            var x4 = FloatVector.fromArray(FLOATS, input, x + 4 * TAP);
            var g0 = FloatVector.fromArray(FLOATS, gradient, g + 0 * ROW);
            sum0_0 = x0.fma(g0, sum0_0);
            sum0_1 = x1.fma(g0, sum0_1);
            sum0_2 = x2.fma(g0, sum0_2);
            sum0_3 = x3.fma(g0, sum0_3);
            sum0_4 = x4.fma(g0, sum0_4);
        }
        sum0_0.intoArray(sums, sum + 0 * COUNT);
        sum0_1.intoArray(sums, sum + 1 * COUNT);
        sum0_2.intoArray(sums, sum + 2 * COUNT);
        sum0_3.intoArray(sums, sum + 3 * COUNT);
        sum0_4.intoArray(sums, sum + 4 * COUNT);
    }
}
