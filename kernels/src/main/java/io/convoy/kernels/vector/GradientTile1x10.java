package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link TapGradient}'s tile of 1 row and 10 taps. */
final class GradientTile1x10 {

    private GradientTile1x10() {}

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
        int from5 = from + taps[tap + 5];
        int from6 = from + taps[tap + 6];
        int from7 = from + taps[tap + 7];
        int from8 = from + taps[tap + 8];
        int from9 = from + taps[tap + 9];
        var sum0_0 = FloatVector.fromArray(FLOATS, sums, sum + 0 * COUNT);
        var sum0_1 = FloatVector.fromArray(FLOATS, sums, sum + 1 * COUNT);
        var sum0_2 = FloatVector.fromArray(FLOATS, sums, sum + 2 * COUNT);
        var sum0_3 = FloatVector.fromArray(FLOATS, sums, sum + 3 * COUNT);
        var sum0_4 = FloatVector.fromArray(FLOATS, sums, sum + 4 * COUNT);
        var sum0_5 = FloatVector.fromArray(FLOATS, sums, sum + 5 * COUNT);
        var sum0_6 = FloatVector.fromArray(FLOATS, sums, sum + 6 * COUNT);
        var sum0_7 = FloatVector.fromArray(FLOATS, sums, sum + 7 * COUNT);
        var sum0_8 = FloatVector.fromArray(FLOATS, sums, sum + 8 * COUNT);
        var sum0_9 = FloatVector.fromArray(FLOATS, sums, sum + 9 * COUNT);
        for (int p = 0; p < positions.length; p++) {
            int position = positions[p];
            int at = p * COUNT;
            var x0 = FloatVector.fromArray(FLOATS, input, from0 + position);
            var x1 = FloatVector.fromArray(FLOATS, input, from1 + position);
            var x2 = FloatVector.fromArray(FLOATS, input, from2 + position);
            var x3 = FloatVector.fromArray(FLOATS, input, from3 + position);
            var x4 = FloatVector.fromArray(FLOATS, input, from4 + position);
            var x5 = FloatVector.fromArray(FLOATS, input, from5 + position);
            var x6 = FloatVector.fromArray(FLOATS, input, from6 + position);
            var x7 = FloatVector.fromArray(FLOATS, input, from7 + position);
            var x8 = FloatVector.fromArray(FLOATS, input, from8 + position);
            var x9 = FloatVector.fromArray(FLOATS, input, from9 + position);
            var g0 = FloatVector.fromArray(FLOATS, gradient, gradientFrom + at);
            sum0_0 = x0.fma(g0, sum0_0);
            sum0_1 = x1.fma(g0, sum0_1);
            sum0_2 = x2.fma(g0, sum0_2);
            sum0_3 = x3.fma(g0, sum0_3);
            sum0_4 = x4.fma(g0, sum0_4);
            sum0_5 = x5.fma(g0, sum0_5);
            sum0_6 = x6.fma(g0, sum0_6);
            sum0_7 = x7.fma(g0, sum0_7);
            sum0_8 = x8.fma(g0, sum0_8);
            sum0_9 = x9.fma(g0, sum0_9);
        }
        sum0_0.intoArray(sums, sum + 0 * COUNT);
        sum0_1.intoArray(sums, sum + 1 * COUNT);
        sum0_2.intoArray(sums, sum + 2 * COUNT);
        sum0_3.intoArray(sums, sum + 3 * COUNT);
        sum0_4.intoArray(sums, sum + 4 * COUNT);
        sum0_5.intoArray(sums, sum + 5 * COUNT);
        sum0_6.intoArray(sums, sum + 6 * COUNT);
        sum0_7.intoArray(sums, sum + 7 * COUNT);
        sum0_8.intoArray(sums, sum + 8 * COUNT);
        sum0_9.intoArray(sums, sum + 9 * COUNT);
    }
}
