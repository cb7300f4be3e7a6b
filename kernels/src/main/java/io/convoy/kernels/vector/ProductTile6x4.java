package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link TapProduct}'s tile of 6 rows at 4 positions. */
final class ProductTile6x4 {

    private ProductTile6x4() {}

    static void run(
            int[] taps,
            float[] weights,
            int weight,
            int tapStride,
            float[] bias,
            int firstBias,
            float zero,
            float[] input,
            int from,
            int[] inputPositions,
            int position,
            float[] output,
            int to,
            int row,
            int[] outputPositions) {
        int from0 = from + inputPositions[position + 0];
        int from1 = from + inputPositions[position + 1];
        int from2 = from + inputPositions[position + 2];
        int from3 = from + inputPositions[position + 3];
        var sum0_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 0]);
        var sum0_1 = sum0_0;
        var sum0_2 = sum0_0;
        var sum0_3 = sum0_0;
        var sum1_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 1]);
        var sum1_1 = sum1_0;
        var sum1_2 = sum1_0;
        var sum1_3 = sum1_0;
        var sum2_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 2]);
        var sum2_1 = sum2_0;
        var sum2_2 = sum2_0;
        var sum2_3 = sum2_0;
        var sum3_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 3]);
        var sum3_1 = sum3_0;
        var sum3_2 = sum3_0;
        var sum3_3 = sum3_0;
        var sum4_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 4]);
        var sum4_1 = sum4_0;
        var sum4_2 = sum4_0;
        var sum4_3 = sum4_0;
        var sum5_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 5]);
        var sum5_1 = sum5_0;
        var sum5_2 = sum5_0;
        var sum5_3 = sum5_0;
        for (int t = 0; t < taps.length; t++) {
            int tap = taps[t];
            int w = weight + t * tapStride;
            var x0 = FloatVector.fromArray(FLOATS, input, from0 + tap);
            var x1 = FloatVector.fromArray(FLOATS, input, from1 + tap);
            var x2 = FloatVector.fromArray(FLOATS, input, from2 + tap);
            var x3 = FloatVector.fromArray(FLOATS, input, from3 + tap);
            var w0 = FloatVector.broadcast(FLOATS, weights[w + 0]);
            sum0_0 = x0.fma(w0, sum0_0);
            sum0_1 = x1.fma(w0, sum0_1);
            sum0_2 = x2.fma(w0, sum0_2);
            sum0_3 = x3.fma(w0, sum0_3);
            var w1 = FloatVector.broadcast(FLOATS, weights[w + 1]);
            sum1_0 = x0.fma(w1, sum1_0);
            sum1_1 = x1.fma(w1, sum1_1);
            sum1_2 = x2.fma(w1, sum1_2);
            sum1_3 = x3.fma(w1, sum1_3);
            var w2 = FloatVector.broadcast(FLOATS, weights[w + 2]);
            sum2_0 = x0.fma(w2, sum2_0);
            sum2_1 = x1.fma(w2, sum2_1);
            sum2_2 = x2.fma(w2, sum2_2);
            sum2_3 = x3.fma(w2, sum2_3);
            var w3 = FloatVector.broadcast(FLOATS, weights[w + 3]);
            sum3_0 = x0.fma(w3, sum3_0);
            sum3_1 = x1.fma(w3, sum3_1);
            sum3_2 = x2.fma(w3, sum3_2);
            sum3_3 = x3.fma(w3, sum3_3);
            var w4 = FloatVector.broadcast(FLOATS, weights[w + 4]);
            sum4_0 = x0.fma(w4, sum4_0);
            sum4_1 = x1.fma(w4, sum4_1);
            sum4_2 = x2.fma(w4, sum4_2);
            sum4_3 = x3.fma(w4, sum4_3);
            var w5 = FloatVector.broadcast(FLOATS, weights[w + 5]);
            sum5_0 = x0.fma(w5, sum5_0);
            sum5_1 = x1.fma(w5, sum5_1);
            sum5_2 = x2.fma(w5, sum5_2);
            sum5_3 = x3.fma(w5, sum5_3);
        }
        int to0 = to + outputPositions[position + 0];
        int to1 = to + outputPositions[position + 1];
        int to2 = to + outputPositions[position + 2];
        int to3 = to + outputPositions[position + 3];
        sum0_0.add(zero).intoArray(output, to0);
        sum0_1.add(zero).intoArray(output, to1);
        sum0_2.add(zero).intoArray(output, to2);
        sum0_3.add(zero).intoArray(output, to3);
        sum1_0.add(zero).intoArray(output, to0 + row);
        sum1_1.add(zero).intoArray(output, to1 + row);
        sum1_2.add(zero).intoArray(output, to2 + row);
        sum1_3.add(zero).intoArray(output, to3 + row);
        sum2_0.add(zero).intoArray(output, to0 + 2 * row);
        sum2_1.add(zero).intoArray(output, to1 + 2 * row);
        sum2_2.add(zero).intoArray(output, to2 + 2 * row);
        sum2_3.add(zero).intoArray(output, to3 + 2 * row);
        sum3_0.add(zero).intoArray(output, to0 + 3 * row);
        sum3_1.add(zero).intoArray(output, to1 + 3 * row);
        sum3_2.add(zero).intoArray(output, to2 + 3 * row);
        sum3_3.add(zero).intoArray(output, to3 + 3 * row);
        sum4_0.add(zero).intoArray(output, to0 + 4 * row);
        sum4_1.add(zero).intoArray(output, to1 + 4 * row);
        sum4_2.add(zero).intoArray(output, to2 + 4 * row);
        sum4_3.add(zero).intoArray(output, to3 + 4 * row);
        sum5_0.add(zero).intoArray(output, to0 + 5 * row);
        sum5_1.add(zero).intoArray(output, to1 + 5 * row);
        sum5_2.add(zero).intoArray(output, to2 + 5 * row);
        sum5_3.add(zero).intoArray(output, to3 + 5 * row);
    }
}
