package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of a {@link DepthwiseTile} of four pixels of the output. Constant: from a row of the input to the
 * next.
 */
final class DepthwiseForwardTile implements DepthwiseTile {

    private static final int ROW = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(
            int[] inputs,
            int[] outputs,
            float[] weights,
            int weight,
            float bias,
            float[] input,
            int from,
            float[] output,
            int to) {
        var w0 = FloatVector.broadcast(FLOATS, weights[weight + 0]);
        var w1 = FloatVector.broadcast(FLOATS, weights[weight + 1]);
        var w2 = FloatVector.broadcast(FLOATS, weights[weight + 2]);
        var w3 = FloatVector.broadcast(FLOATS, weights[weight + 3]);
        var w4 = FloatVector.broadcast(FLOATS, weights[weight + 4]);
        var w5 = FloatVector.broadcast(FLOATS, weights[weight + 5]);
        var w6 = FloatVector.broadcast(FLOATS, weights[weight + 6]);
        var w7 = FloatVector.broadcast(FLOATS, weights[weight + 7]);
        var w8 = FloatVector.broadcast(FLOATS, weights[weight + 8]);
        var start = FloatVector.broadcast(FLOATS, bias);
        for (int p = 0; p < inputs.length; p++) {
            int x = from + inputs[p];
            int y = to + outputs[p];
            var x0_0 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 0 * COUNT);
            var x0_1 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 1 * COUNT);
            var x0_2 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 2 * COUNT);
            var x0_3 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 3 * COUNT);
            var x0_4 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 4 * COUNT);
            var x0_5 = FloatVector.fromArray(FLOATS, input, x + 0 * ROW + 5 * COUNT);
            var sum0 = x0_0.fma(w0, start);
            var sum1 = x0_1.fma(w0, start);
            var sum2 = x0_2.fma(w0, start);
            var sum3 = x0_3.fma(w0, start);
            sum0 = x0_1.fma(w1, sum0);
            sum1 = x0_2.fma(w1, sum1);
            sum2 = x0_3.fma(w1, sum2);
            sum3 = x0_4.fma(w1, sum3);
            sum0 = x0_2.fma(w2, sum0);
            sum1 = x0_3.fma(w2, sum1);
            sum2 = x0_4.fma(w2, sum2);
            sum3 = x0_5.fma(w2, sum3);
            var x1_0 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 0 * COUNT);
            var x1_1 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 1 * COUNT);
            var x1_2 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 2 * COUNT);
            var x1_3 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 3 * COUNT);
            var x1_4 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 4 * COUNT);
            var x1_5 = FloatVector.fromArray(FLOATS, input, x + 1 * ROW + 5 * COUNT);
            sum0 = x1_0.fma(w3, sum0);
            sum1 = x1_1.fma(w3, sum1);
            sum2 = x1_2.fma(w3, sum2);
            sum3 = x1_3.fma(w3, sum3);
            sum0 = x1_1.fma(w4, sum0);
            sum1 = x1_2.fma(w4, sum1);
            sum2 = x1_3.fma(w4, sum2);
            sum3 = x1_4.fma(w4, sum3);
            sum0 = x1_2.fma(w5, sum0);
            sum1 = x1_3.fma(w5, sum1);
            sum2 = x1_4.fma(w5, sum2);
            sum3 = x1_5.fma(w5, sum3);
            var x2_0 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 0 * COUNT);
            var x2_1 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 1 * COUNT);
            var x2_2 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 2 * COUNT);
            var x2_3 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 3 * COUNT);
            var x2_4 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 4 * COUNT);
            var x2_5 = FloatVector.fromArray(FLOATS, input, x + 2 * ROW + 5 * COUNT);
            sum0 = x2_0.fma(w6, sum0);
            sum1 = x2_1.fma(w6, sum1);
            sum2 = x2_2.fma(w6, sum2);
            sum3 = x2_3.fma(w6, sum3);
            sum0 = x2_1.fma(w7, sum0);
            sum1 = x2_2.fma(w7, sum1);
            sum2 = x2_3.fma(w7, sum2);
            sum3 = x2_4.fma(w7, sum3);
            sum0 = x2_2.fma(w8, sum0);
            sum1 = x2_3.fma(w8, sum1);
            sum2 = x2_4.fma(w8, sum2);
            sum3 = x2_5.fma(w8, sum3);
            sum0.intoArray(output, y + 0 * COUNT);
            sum1.intoArray(output, y + 1 * COUNT);
            sum2.intoArray(output, y + 2 * COUNT);
            sum3.intoArray(output, y + 3 * COUNT);
        }
    }
}
