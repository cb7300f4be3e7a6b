package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of a {@link RunTile} of four rows at five positions. Its constants are
 * {@link StridedProduct.Strides} and {@link RunProduct.Ends}.
 */
final class RunTile4x5 implements RunTile {

    private static final int WEIGHT_TAP = Template.constant(MethodHandles.lookup(), 0);
    private static final int WEIGHT_ROW = Template.constant(MethodHandles.lookup(), 1);
    private static final int INPUT = Template.constant(MethodHandles.lookup(), 2);
    private static final int OUTPUT = Template.constant(MethodHandles.lookup(), 3);
    private static final int OUTPUT_ROW = Template.constant(MethodHandles.lookup(), 4);
    private static final boolean CONTINUES = Template.constant(MethodHandles.lookup(), 5) == 1;
    private static final boolean ADDS_ZERO = Template.constant(MethodHandles.lookup(), 6) == 1;

    @Override
    public void run(
            int[] taps,
            float[] weights,
            int weight,
            float[] starts,
            int start,
            float[] input,
            int from,
            float[] output,
            int to) {
        var start0 = FloatVector.broadcast(FLOATS, CONTINUES ? 0f : starts[start + 0]);
        var sum0_0 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 0 * COUNT) : start0;
        var sum0_1 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 1 * COUNT) : start0;
        var sum0_2 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 2 * COUNT) : start0;
        var sum0_3 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 3 * COUNT) : start0;
        var sum0_4 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 4 * COUNT) : start0;
        var start1 = FloatVector.broadcast(FLOATS, CONTINUES ? 0f : starts[start + 1]);
        var sum1_0 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 5 * COUNT) : start1;
        var sum1_1 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 6 * COUNT) : start1;
        var sum1_2 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 7 * COUNT) : start1;
        var sum1_3 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 8 * COUNT) : start1;
        var sum1_4 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 9 * COUNT) : start1;
        var start2 = FloatVector.broadcast(FLOATS, CONTINUES ? 0f : starts[start + 2]);
        var sum2_0 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 10 * COUNT) : start2;
        var sum2_1 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 11 * COUNT) : start2;
        var sum2_2 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 12 * COUNT) : start2;
        var sum2_3 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 13 * COUNT) : start2;
        var sum2_4 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 14 * COUNT) : start2;
        var start3 = FloatVector.broadcast(FLOATS, CONTINUES ? 0f : starts[start + 3]);
        var sum3_0 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 15 * COUNT) : start3;
        var sum3_1 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 16 * COUNT) : start3;
        var sum3_2 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 17 * COUNT) : start3;
        var sum3_3 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 18 * COUNT) : start3;
        var sum3_4 = CONTINUES ? FloatVector.fromArray(FLOATS, starts, start + 19 * COUNT) : start3;
        for (int t = 0; t < taps.length; t++) {
            int x = from + taps[t];
            int w = weight + t * WEIGHT_TAP;
            var x0 = FloatVector.fromArray(FLOATS, input, x + 0 * INPUT);
            var x1 = FloatVector.fromArray(FLOATS, input, x + 1 * INPUT);
            var x2 = FloatVector.fromArray(FLOATS, input, x + 2 * INPUT);
            var x3 = FloatVector.fromArray(FLOATS, input, x + 3 * INPUT);
            var x4 = FloatVector.fromArray(FLOATS, input, x + 4 * INPUT);
            var w0 = FloatVector.broadcast(FLOATS, weights[w + 0 * WEIGHT_ROW]);
            sum0_0 = x0.fma(w0, sum0_0);
            sum0_1 = x1.fma(w0, sum0_1);
            sum0_2 = x2.fma(w0, sum0_2);
            sum0_3 = x3.fma(w0, sum0_3);
            sum0_4 = x4.fma(w0, sum0_4);
            var w1 = FloatVector.broadcast(FLOATS, weights[w + 1 * WEIGHT_ROW]);
            sum1_0 = x0.fma(w1, sum1_0);
            sum1_1 = x1.fma(w1, sum1_1);
            sum1_2 = x2.fma(w1, sum1_2);
            sum1_3 = x3.fma(w1, sum1_3);
            sum1_4 = x4.fma(w1, sum1_4);
            var w2 = FloatVector.broadcast(FLOATS, weights[w + 2 * WEIGHT_ROW]);
            sum2_0 = x0.fma(w2, sum2_0);
            sum2_1 = x1.fma(w2, sum2_1);
            sum2_2 = x2.fma(w2, sum2_2);
            sum2_3 = x3.fma(w2, sum2_3);
            sum2_4 = x4.fma(w2, sum2_4);
            var w3 = FloatVector.broadcast(FLOATS, weights[w + 3 * WEIGHT_ROW]);
            sum3_0 = x0.fma(w3, sum3_0);
            sum3_1 = x1.fma(w3, sum3_1);
            sum3_2 = x2.fma(w3, sum3_2);
            sum3_3 = x3.fma(w3, sum3_3);
            sum3_4 = x4.fma(w3, sum3_4);
        }
        if (ADDS_ZERO) {
            var zero = FloatVector.zero(FLOATS);
            sum0_0 = sum0_0.add(zero);
            sum0_1 = sum0_1.add(zero);
            sum0_2 = sum0_2.add(zero);
            sum0_3 = sum0_3.add(zero);
            sum0_4 = sum0_4.add(zero);
            sum1_0 = sum1_0.add(zero);
            sum1_1 = sum1_1.add(zero);
            sum1_2 = sum1_2.add(zero);
            sum1_3 = sum1_3.add(zero);
            sum1_4 = sum1_4.add(zero);
            sum2_0 = sum2_0.add(zero);
            sum2_1 = sum2_1.add(zero);
            sum2_2 = sum2_2.add(zero);
            sum2_3 = sum2_3.add(zero);
            sum2_4 = sum2_4.add(zero);
            sum3_0 = sum3_0.add(zero);
            sum3_1 = sum3_1.add(zero);
            sum3_2 = sum3_2.add(zero);
            sum3_3 = sum3_3.add(zero);
            sum3_4 = sum3_4.add(zero);
        }
        sum0_0.intoArray(output, to + 0 * OUTPUT_ROW + 0 * OUTPUT);
        sum0_1.intoArray(output, to + 0 * OUTPUT_ROW + 1 * OUTPUT);
        sum0_2.intoArray(output, to + 0 * OUTPUT_ROW + 2 * OUTPUT);
        sum0_3.intoArray(output, to + 0 * OUTPUT_ROW + 3 * OUTPUT);
        sum0_4.intoArray(output, to + 0 * OUTPUT_ROW + 4 * OUTPUT);
        sum1_0.intoArray(output, to + 1 * OUTPUT_ROW + 0 * OUTPUT);
        sum1_1.intoArray(output, to + 1 * OUTPUT_ROW + 1 * OUTPUT);
        sum1_2.intoArray(output, to + 1 * OUTPUT_ROW + 2 * OUTPUT);
        sum1_3.intoArray(output, to + 1 * OUTPUT_ROW + 3 * OUTPUT);
        sum1_4.intoArray(output, to + 1 * OUTPUT_ROW + 4 * OUTPUT);
        sum2_0.intoArray(output, to + 2 * OUTPUT_ROW + 0 * OUTPUT);
        sum2_1.intoArray(output, to + 2 * OUTPUT_ROW + 1 * OUTPUT);
        sum2_2.intoArray(output, to + 2 * OUTPUT_ROW + 2 * OUTPUT);
        sum2_3.intoArray(output, to + 2 * OUTPUT_ROW + 3 * OUTPUT);
        sum2_4.intoArray(output, to + 2 * OUTPUT_ROW + 4 * OUTPUT);
        sum3_0.intoArray(output, to + 3 * OUTPUT_ROW + 0 * OUTPUT);
        sum3_1.intoArray(output, to + 3 * OUTPUT_ROW + 1 * OUTPUT);
        sum3_2.intoArray(output, to + 3 * OUTPUT_ROW + 2 * OUTPUT);
        sum3_3.intoArray(output, to + 3 * OUTPUT_ROW + 3 * OUTPUT);
        sum3_4.intoArray(output, to + 3 * OUTPUT_ROW + 4 * OUTPUT);
    }
}
