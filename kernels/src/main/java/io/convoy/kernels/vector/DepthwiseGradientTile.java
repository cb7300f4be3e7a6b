package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of a {@link GradientTile} of one row and all nine taps of a window of 3×3, and of the bias, whose
 * partial sum comes last. Constant: from a row of the input to the next.
 */
final class DepthwiseGradientTile implements GradientTile {

    private static final int ROW = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(
            int[] positions, float[] input, int from, float[] gradient, int gradientFrom, float[] sums, int sum) {
        var sum0_0 = FloatVector.fromArray(FLOATS, sums, sum + 0 * COUNT);
        var sum0_1 = FloatVector.fromArray(FLOATS, sums, sum + 1 * COUNT);
        var sum0_2 = FloatVector.fromArray(FLOATS, sums, sum + 2 * COUNT);
        var sum1_0 = FloatVector.fromArray(FLOATS, sums, sum + 3 * COUNT);
        var sum1_1 = FloatVector.fromArray(FLOATS, sums, sum + 4 * COUNT);
        var sum1_2 = FloatVector.fromArray(FLOATS, sums, sum + 5 * COUNT);
        var sum2_0 = FloatVector.fromArray(FLOATS, sums, sum + 6 * COUNT);
        var sum2_1 = FloatVector.fromArray(FLOATS, sums, sum + 7 * COUNT);
        var sum2_2 = FloatVector.fromArray(FLOATS, sums, sum + 8 * COUNT);
        var bias = FloatVector.fromArray(FLOATS, sums, sum + 9 * COUNT);
        for (int p = 0; p < positions.length; p++) {
            int x = from + positions[p];
            var g = FloatVector.fromArray(FLOATS, gradient, gradientFrom + p * COUNT);
            bias = bias.add(g);
            sum0_0 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 0 * COUNT)
                    .fma(g, sum0_0);
            sum0_1 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 1 * COUNT)
                    .fma(g, sum0_1);
            sum0_2 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 2 * COUNT)
                    .fma(g, sum0_2);
            sum1_0 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 0 * COUNT)
                    .fma(g, sum1_0);
            sum1_1 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 1 * COUNT)
                    .fma(g, sum1_1);
            sum1_2 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 2 * COUNT)
                    .fma(g, sum1_2);
            sum2_0 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 0 * COUNT)
                    .fma(g, sum2_0);
            sum2_1 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 1 * COUNT)
                    .fma(g, sum2_1);
            sum2_2 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 2 * COUNT)
                    .fma(g, sum2_2);
        }
        sum0_0.intoArray(sums, sum + 0 * COUNT);
        sum0_1.intoArray(sums, sum + 1 * COUNT);
        sum0_2.intoArray(sums, sum + 2 * COUNT);
        sum1_0.intoArray(sums, sum + 3 * COUNT);
        sum1_1.intoArray(sums, sum + 4 * COUNT);
        sum1_2.intoArray(sums, sum + 5 * COUNT);
        sum2_0.intoArray(sums, sum + 6 * COUNT);
        sum2_1.intoArray(sums, sum + 7 * COUNT);
        sum2_2.intoArray(sums, sum + 8 * COUNT);
        bias.intoArray(sums, sum + 9 * COUNT);
    }
}
