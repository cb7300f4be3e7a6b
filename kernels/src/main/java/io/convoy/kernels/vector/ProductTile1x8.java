package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link TapProduct}'s tile of 1 row at 8 positions. */
final class ProductTile1x8 {

    private ProductTile1x8() {}

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
        int from4 = from + inputPositions[position + 4];
        int from5 = from + inputPositions[position + 5];
        int from6 = from + inputPositions[position + 6];
        int from7 = from + inputPositions[position + 7];
        var sum0_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 0]);
        var sum0_1 = sum0_0;
        var sum0_2 = sum0_0;
        var sum0_3 = sum0_0;
        var sum0_4 = sum0_0;
        var sum0_5 = sum0_0;
        var sum0_6 = sum0_0;
        var sum0_7 = sum0_0;
        for (int t = 0; t < taps.length; t++) {
            int tap = taps[t];
            int w = weight + t * tapStride;
            var x0 = FloatVector.fromArray(FLOATS, input, from0 + tap);
            var x1 = FloatVector.fromArray(FLOATS, input, from1 + tap);
            var x2 = FloatVector.fromArray(FLOATS, input, from2 + tap);
            var x3 = FloatVector.fromArray(FLOATS, input, from3 + tap);
            var x4 = FloatVector.fromArray(FLOATS, input, from4 + tap);
            var x5 = FloatVector.fromArray(FLOATS, input, from5 + tap);
            var x6 = FloatVector.fromArray(FLOATS, input, from6 + tap);
            var x7 = FloatVector.fromArray(FLOATS, input, from7 + tap);
            var w0 = FloatVector.broadcast(FLOATS, weights[w + 0]);
            sum0_0 = x0.fma(w0, sum0_0);
            sum0_1 = x1.fma(w0, sum0_1);
            sum0_2 = x2.fma(w0, sum0_2);
            sum0_3 = x3.fma(w0, sum0_3);
            sum0_4 = x4.fma(w0, sum0_4);
            sum0_5 = x5.fma(w0, sum0_5);
            sum0_6 = x6.fma(w0, sum0_6);
            sum0_7 = x7.fma(w0, sum0_7);
        }
        int to0 = to + outputPositions[position + 0];
        int to1 = to + outputPositions[position + 1];
        int to2 = to + outputPositions[position + 2];
        int to3 = to + outputPositions[position + 3];
        int to4 = to + outputPositions[position + 4];
        int to5 = to + outputPositions[position + 5];
        int to6 = to + outputPositions[position + 6];
        int to7 = to + outputPositions[position + 7];
        sum0_0.add(zero).intoArray(output, to0);
        sum0_1.add(zero).intoArray(output, to1);
        sum0_2.add(zero).intoArray(output, to2);
        sum0_3.add(zero).intoArray(output, to3);
        sum0_4.add(zero).intoArray(output, to4);
        sum0_5.add(zero).intoArray(output, to5);
        sum0_6.add(zero).intoArray(output, to6);
        sum0_7.add(zero).intoArray(output, to7);
    }
}
