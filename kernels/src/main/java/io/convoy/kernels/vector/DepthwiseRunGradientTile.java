package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * As {@link DepthwiseGradientTile}, at four neighbouring positions for each of those given, which share 18 loads for 36
 * multiply-adds. Constant: from a row of the input to the next.
 */
final class DepthwiseRunGradientTile implements GradientTile {

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
            int g = gradientFrom + p * 4 * COUNT;
            var g0 = FloatVector.fromArray(FLOATS, gradient, g + 0 * COUNT);
            var g1 = FloatVector.fromArray(FLOATS, gradient, g + 1 * COUNT);
            var g2 = FloatVector.fromArray(FLOATS, gradient, g + 2 * COUNT);
            var g3 = FloatVector.fromArray(FLOATS, gradient, g + 3 * COUNT);
            bias = bias.add(g0).add(g1).add(g2).add(g3);
            var x0_0 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 0 * COUNT);
            var x0_1 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 1 * COUNT);
            var x0_2 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 2 * COUNT);
            var x0_3 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 3 * COUNT);
            var x0_4 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 4 * COUNT);
            var x0_5 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 5 * COUNT);
            sum0_0 = x0_0.fma(g0, sum0_0);
            sum0_1 = x0_1.fma(g0, sum0_1);
            sum0_2 = x0_2.fma(g0, sum0_2);
            sum0_0 = x0_1.fma(g1, sum0_0);
            sum0_1 = x0_2.fma(g1, sum0_1);
            sum0_2 = x0_3.fma(g1, sum0_2);
            sum0_0 = x0_2.fma(g2, sum0_0);
            sum0_1 = x0_3.fma(g2, sum0_1);
            sum0_2 = x0_4.fma(g2, sum0_2);
            sum0_0 = x0_3.fma(g3, sum0_0);
            sum0_1 = x0_4.fma(g3, sum0_1);
            sum0_2 = x0_5.fma(g3, sum0_2);
            var x1_0 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 0 * COUNT);
            var x1_1 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 1 * COUNT);
            var x1_2 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 2 * COUNT);
            var x1_3 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 3 * COUNT);
            var x1_4 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 4 * COUNT);
            var x1_5 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 5 * COUNT);
            sum1_0 = x1_0.fma(g0, sum1_0);
            sum1_1 = x1_1.fma(g0, sum1_1);
            sum1_2 = x1_2.fma(g0, sum1_2);
            sum1_0 = x1_1.fma(g1, sum1_0);
            sum1_1 = x1_2.fma(g1, sum1_1);
            sum1_2 = x1_3.fma(g1, sum1_2);
            sum1_0 = x1_2.fma(g2, sum1_0);
            sum1_1 = x1_3.fma(g2, sum1_1);
            sum1_2 = x1_4.fma(g2, sum1_2);
            sum1_0 = x1_3.fma(g3, sum1_0);
            sum1_1 = x1_4.fma(g3, sum1_1);
            sum1_2 = x1_5.fma(g3, sum1_2);
            var x2_0 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 0 * COUNT);
            var x2_1 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 1 * COUNT);
            var x2_2 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 2 * COUNT);
            var x2_3 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 3 * COUNT);
            var x2_4 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 4 * COUNT);
            var x2_5 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 5 * COUNT);
            sum2_0 = x2_0.fma(g0, sum2_0);
            sum2_1 = x2_1.fma(g0, sum2_1);
            sum2_2 = x2_2.fma(g0, sum2_2);
            sum2_0 = x2_1.fma(g1, sum2_0);
            sum2_1 = x2_2.fma(g1, sum2_1);
            sum2_2 = x2_3.fma(g1, sum2_2);
            sum2_0 = x2_2.fma(g2, sum2_0);
            sum2_1 = x2_3.fma(g2, sum2_1);
            sum2_2 = x2_4.fma(g2, sum2_2);
            sum2_0 = x2_3.fma(g3, sum2_0);
            sum2_1 = x2_4.fma(g3, sum2_1);
            sum2_2 = x2_5.fma(g3, sum2_2);
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
