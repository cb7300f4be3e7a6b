package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of a {@link ProductTile} of six rows at four positions. Its constants are
 * {@link StridedProduct.Strides}.
 */
final class StridedTile6x4 implements ProductTile {

    private static final int WEIGHT_TAP = Template.constant(MethodHandles.lookup(), 0);
    private static final int WEIGHT_ROW = Template.constant(MethodHandles.lookup(), 1);
    private static final int INPUT = Template.constant(MethodHandles.lookup(), 2);
    private static final int OUTPUT = Template.constant(MethodHandles.lookup(), 3);
    private static final int OUTPUT_ROW = Template.constant(MethodHandles.lookup(), 4);

    @Override
    public void run(
            int[] taps,
            float[] weights,
            int weight,
            float[] bias,
            int firstBias,
            float[] input,
            int from,
            int[] inputRuns,
            float[] output,
            int to) {
        for (int run = 0; run < inputRuns.length; run++) {
            int first = from + inputRuns[run];
            int out = to + run * 4 * OUTPUT;
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
                int x = first + taps[t];
                int w = weight + t * WEIGHT_TAP;
                var x0 = FloatVector.fromArray(FLOATS, input, x + 0 * INPUT);
                var x1 = FloatVector.fromArray(FLOATS, input, x + 1 * INPUT);
                var x2 = FloatVector.fromArray(FLOATS, input, x + 2 * INPUT);
                var x3 = FloatVector.fromArray(FLOATS, input, x + 3 * INPUT);
                var w0 = FloatVector.broadcast(FLOATS, weights[w + 0 * WEIGHT_ROW]);
                sum0_0 = x0.fma(w0, sum0_0);
                sum0_1 = x1.fma(w0, sum0_1);
                sum0_2 = x2.fma(w0, sum0_2);
                sum0_3 = x3.fma(w0, sum0_3);
                var w1 = FloatVector.broadcast(FLOATS, weights[w + 1 * WEIGHT_ROW]);
                sum1_0 = x0.fma(w1, sum1_0);
                sum1_1 = x1.fma(w1, sum1_1);
                sum1_2 = x2.fma(w1, sum1_2);
                sum1_3 = x3.fma(w1, sum1_3);
                var w2 = FloatVector.broadcast(FLOATS, weights[w + 2 * WEIGHT_ROW]);
                sum2_0 = x0.fma(w2, sum2_0);
                sum2_1 = x1.fma(w2, sum2_1);
                sum2_2 = x2.fma(w2, sum2_2);
                sum2_3 = x3.fma(w2, sum2_3);
                var w3 = FloatVector.broadcast(FLOATS, weights[w + 3 * WEIGHT_ROW]);
                sum3_0 = x0.fma(w3, sum3_0);
                sum3_1 = x1.fma(w3, sum3_1);
                sum3_2 = x2.fma(w3, sum3_2);
                sum3_3 = x3.fma(w3, sum3_3);
                var w4 = FloatVector.broadcast(FLOATS, weights[w + 4 * WEIGHT_ROW]);
                sum4_0 = x0.fma(w4, sum4_0);
                sum4_1 = x1.fma(w4, sum4_1);
                sum4_2 = x2.fma(w4, sum4_2);
                sum4_3 = x3.fma(w4, sum4_3);
                var w5 = FloatVector.broadcast(FLOATS, weights[w + 5 * WEIGHT_ROW]);
                sum5_0 = x0.fma(w5, sum5_0);
                sum5_1 = x1.fma(w5, sum5_1);
                sum5_2 = x2.fma(w5, sum5_2);
                sum5_3 = x3.fma(w5, sum5_3);
            }
            sum0_0.intoArray(output, out + 0 * OUTPUT_ROW + 0 * OUTPUT);
            sum0_1.intoArray(output, out + 0 * OUTPUT_ROW + 1 * OUTPUT);
            sum0_2.intoArray(output, out + 0 * OUTPUT_ROW + 2 * OUTPUT);
            sum0_3.intoArray(output, out + 0 * OUTPUT_ROW + 3 * OUTPUT);
            sum1_0.intoArray(output, out + 1 * OUTPUT_ROW + 0 * OUTPUT);
            sum1_1.intoArray(output, out + 1 * OUTPUT_ROW + 1 * OUTPUT);
            sum1_2.intoArray(output, out + 1 * OUTPUT_ROW + 2 * OUTPUT);
            sum1_3.intoArray(output, out + 1 * OUTPUT_ROW + 3 * OUTPUT);
            sum2_0.intoArray(output, out + 2 * OUTPUT_ROW + 0 * OUTPUT);
            sum2_1.intoArray(output, out + 2 * OUTPUT_ROW + 1 * OUTPUT);
            sum2_2.intoArray(output, out + 2 * OUTPUT_ROW + 2 * OUTPUT);
            sum2_3.intoArray(output, out + 2 * OUTPUT_ROW + 3 * OUTPUT);
            sum3_0.intoArray(output, out + 3 * OUTPUT_ROW + 0 * OUTPUT);
            sum3_1.intoArray(output, out + 3 * OUTPUT_ROW + 1 * OUTPUT);
            sum3_2.intoArray(output, out + 3 * OUTPUT_ROW + 2 * OUTPUT);
            sum3_3.intoArray(output, out + 3 * OUTPUT_ROW + 3 * OUTPUT);
            sum4_0.intoArray(output, out + 4 * OUTPUT_ROW + 0 * OUTPUT);
            sum4_1.intoArray(output, out + 4 * OUTPUT_ROW + 1 * OUTPUT);
            sum4_2.intoArray(output, out + 4 * OUTPUT_ROW + 2 * OUTPUT);
            sum4_3.intoArray(output, out + 4 * OUTPUT_ROW + 3 * OUTPUT);
            sum5_0.intoArray(output, out + 5 * OUTPUT_ROW + 0 * OUTPUT);
            sum5_1.intoArray(output, out + 5 * OUTPUT_ROW + 1 * OUTPUT);
            sum5_2.intoArray(output, out + 5 * OUTPUT_ROW + 2 * OUTPUT);
            sum5_3.intoArray(output, out + 5 * OUTPUT_ROW + 3 * OUTPUT);
        }
    }
}
