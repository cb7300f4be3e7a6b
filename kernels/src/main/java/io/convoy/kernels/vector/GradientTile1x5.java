package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link TapGradient}'s tile of 1 row and 5 taps. */
final class GradientTile1x5 {

    private GradientTile1x5() {}

    static void run(
            int[] positions,
            float[] input,
            int from,
            int[] taps,
            int tap,
            float[] gradient,
            int gradientFrom,
            int row,
            float[] sums,
            int sum) {
        int from0 = from + taps[tap + 0];
        int from1 = from + taps[tap + 1];
        int from2 = from + taps[tap + 2];
        int from3 = from + taps[tap + 3];
        int from4 = from + taps[tap + 4];
        var sum0_0 = FloatVector.fromArray(FLOATS, sums, sum + 0 * COUNT);
        var sum0_1 = FloatVector.fromArray(FLOATS, sums, sum + 1 * COUNT);
        var sum0_2 = FloatVector.fromArray(FLOATS, sums, sum + 2 * COUNT);
        var sum0_3 = FloatVector.fromArray(FLOATS, sums, sum + 3 * COUNT);
        var sum0_4 = FloatVector.fromArray(FLOATS, sums, sum + 4 * COUNT);
        for (int p = 0; p < positions.length; p++) {
            int position = positions[p];
            int at = p * COUNT;
            var x0 = FloatVector.fromArray(FLOATS, input, from0 + position);
            var x1 = FloatVector.fromArray(FLOATS, input, from1 + position);
            var x2 = FloatVector.fromArray(FLOATS, input, from2 + position);
            var x3 = FloatVector.fromArray(FLOATS, input, from3 + position);
            var x4 = FloatVector.fromArray(FLOATS, input, from4 + position);
            var g0 = FloatVector.fromArray(FLOATS, gradient, gradientFrom + at);
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
