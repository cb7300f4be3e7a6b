package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.PanelTile4x5.ROWS;
import static io.convoy.kernels.vector.PanelTile4x5.TAPS;
import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link Template} of a {@link FirstPanelTile} of four rows and five taps, without constants. */
final class FirstPanelTile4x5 implements FirstPanelTile {

    @Override
    public void run(
            int positions,
            float[] input,
            int from,
            float[] gradient,
            int gradientFrom,
            int gradientRow,
            float[] panel,
            int to,
            float[] sums,
            int sum) {
        var sum0_0 = FloatVector.fromArray(FLOATS, sums, sum + 0 * COUNT);
        var sum0_1 = FloatVector.fromArray(FLOATS, sums, sum + 1 * COUNT);
        var sum0_2 = FloatVector.fromArray(FLOATS, sums, sum + 2 * COUNT);
        var sum0_3 = FloatVector.fromArray(FLOATS, sums, sum + 3 * COUNT);
        var sum0_4 = FloatVector.fromArray(FLOATS, sums, sum + 4 * COUNT);
        var sum1_0 = FloatVector.fromArray(FLOATS, sums, sum + 5 * COUNT);
        var sum1_1 = FloatVector.fromArray(FLOATS, sums, sum + 6 * COUNT);
        var sum1_2 = FloatVector.fromArray(FLOATS, sums, sum + 7 * COUNT);
        var sum1_3 = FloatVector.fromArray(FLOATS, sums, sum + 8 * COUNT);
        var sum1_4 = FloatVector.fromArray(FLOATS, sums, sum + 9 * COUNT);
        var sum2_0 = FloatVector.fromArray(FLOATS, sums, sum + 10 * COUNT);
        var sum2_1 = FloatVector.fromArray(FLOATS, sums, sum + 11 * COUNT);
        var sum2_2 = FloatVector.fromArray(FLOATS, sums, sum + 12 * COUNT);
        var sum2_3 = FloatVector.fromArray(FLOATS, sums, sum + 13 * COUNT);
        var sum2_4 = FloatVector.fromArray(FLOATS, sums, sum + 14 * COUNT);
        var sum3_0 = FloatVector.fromArray(FLOATS, sums, sum + 15 * COUNT);
        var sum3_1 = FloatVector.fromArray(FLOATS, sums, sum + 16 * COUNT);
        var sum3_2 = FloatVector.fromArray(FLOATS, sums, sum + 17 * COUNT);
        var sum3_3 = FloatVector.fromArray(FLOATS, sums, sum + 18 * COUNT);
        var sum3_4 = FloatVector.fromArray(FLOATS, sums, sum + 19 * COUNT);
        int row0 = gradientFrom + 0 * gradientRow;
        int row1 = gradientFrom + 1 * gradientRow;
        int row2 = gradientFrom + 2 * gradientRow;
        int row3 = gradientFrom + 3 * gradientRow;
        for (int p = 0; p < positions; p++) {
            int x = from + p * TAPS * COUNT;
            int g = p * COUNT;
            int copy = to + p * ROWS * COUNT;
            var x0 = FloatVector.fromArray(FLOATS, input, x + 0 * COUNT);
            var x1 = FloatVector.fromArray(FLOATS, input, x + 1 * COUNT);
            var x2 = FloatVector.fromArray(FLOATS, input, x + 2 * COUNT);
            var x3 = FloatVector.fromArray(FLOATS, input, x + 3 * COUNT);
            var x4 = FloatVector.fromArray(FLOATS, input, x + 4 * COUNT);
            var g0 = FloatVector.fromArray(FLOATS, gradient, row0 + g);
            g0.intoArray(panel, copy + 0 * COUNT);
            sum0_0 = x0.fma(g0, sum0_0);
            sum0_1 = x1.fma(g0, sum0_1);
            sum0_2 = x2.fma(g0, sum0_2);
            sum0_3 = x3.fma(g0, sum0_3);
            sum0_4 = x4.fma(g0, sum0_4);
            var g1 = FloatVector.fromArray(FLOATS, gradient, row1 + g);
            g1.intoArray(panel, copy + 1 * COUNT);
            sum1_0 = x0.fma(g1, sum1_0);
            sum1_1 = x1.fma(g1, sum1_1);
            sum1_2 = x2.fma(g1, sum1_2);
            sum1_3 = x3.fma(g1, sum1_3);
            sum1_4 = x4.fma(g1, sum1_4);
            var g2 = FloatVector.fromArray(FLOATS, gradient, row2 + g);
            g2.intoArray(panel, copy + 2 * COUNT);
            sum2_0 = x0.fma(g2, sum2_0);
            sum2_1 = x1.fma(g2, sum2_1);
            sum2_2 = x2.fma(g2, sum2_2);
            sum2_3 = x3.fma(g2, sum2_3);
            sum2_4 = x4.fma(g2, sum2_4);
            var g3 = FloatVector.fromArray(FLOATS, gradient, row3 + g);
            g3.intoArray(panel, copy + 3 * COUNT);
            sum3_0 = x0.fma(g3, sum3_0);
            sum3_1 = x1.fma(g3, sum3_1);
            sum3_2 = x2.fma(g3, sum3_2);
            sum3_3 = x3.fma(g3, sum3_3);
            sum3_4 = x4.fma(g3, sum3_4);
        }
        sum0_0.intoArray(sums, sum + 0 * COUNT);
        sum0_1.intoArray(sums, sum + 1 * COUNT);
        sum0_2.intoArray(sums, sum + 2 * COUNT);
        sum0_3.intoArray(sums, sum + 3 * COUNT);
        sum0_4.intoArray(sums, sum + 4 * COUNT);
        sum1_0.intoArray(sums, sum + 5 * COUNT);
        sum1_1.intoArray(sums, sum + 6 * COUNT);
        sum1_2.intoArray(sums, sum + 7 * COUNT);
        sum1_3.intoArray(sums, sum + 8 * COUNT);
        sum1_4.intoArray(sums, sum + 9 * COUNT);
        sum2_0.intoArray(sums, sum + 10 * COUNT);
        sum2_1.intoArray(sums, sum + 11 * COUNT);
        sum2_2.intoArray(sums, sum + 12 * COUNT);
        sum2_3.intoArray(sums, sum + 13 * COUNT);
        sum2_4.intoArray(sums, sum + 14 * COUNT);
        sum3_0.intoArray(sums, sum + 15 * COUNT);
        sum3_1.intoArray(sums, sum + 16 * COUNT);
        sum3_2.intoArray(sums, sum + 17 * COUNT);
        sum3_3.intoArray(sums, sum + 18 * COUNT);
        sum3_4.intoArray(sums, sum + 19 * COUNT);
    }
}
