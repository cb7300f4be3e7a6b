package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of {@link FiveWideInputGradient}'s tile of two input channels at seven columns that the whole window
 * reaches of a row. Constant: from one input channel to the next.
 */
final class MiddleInputTile implements InputTile {

    private static final int PLANE = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(
            int[] gradientRows,
            int[] weightRows,
            float[] weights,
            int weight,
            float[] gradient,
            int from,
            float[] input,
            int to) {
        var sum0_0 = FloatVector.zero(FLOATS);
        var sum0_1 = FloatVector.zero(FLOATS);
        var sum0_2 = FloatVector.zero(FLOATS);
        var sum0_3 = FloatVector.zero(FLOATS);
        var sum0_4 = FloatVector.zero(FLOATS);
        var sum0_5 = FloatVector.zero(FLOATS);
        var sum0_6 = FloatVector.zero(FLOATS);
        var sum1_0 = FloatVector.zero(FLOATS);
        var sum1_1 = FloatVector.zero(FLOATS);
        var sum1_2 = FloatVector.zero(FLOATS);
        var sum1_3 = FloatVector.zero(FLOATS);
        var sum1_4 = FloatVector.zero(FLOATS);
        var sum1_5 = FloatVector.zero(FLOATS);
        var sum1_6 = FloatVector.zero(FLOATS);
        for (int t = 0; t < gradientRows.length; t++) {
            int g = from + gradientRows[t];
            int w = weight + weightRows[t];
            var g0 = FloatVector.fromArray(FLOATS, gradient, g);
            var g1 = FloatVector.fromArray(FLOATS, gradient, g + COUNT);
            var g2 = FloatVector.fromArray(FLOATS, gradient, g + 2 * COUNT);
            var g3 = FloatVector.fromArray(FLOATS, gradient, g + 3 * COUNT);
            var g4 = FloatVector.fromArray(FLOATS, gradient, g + 4 * COUNT);
            var g5 = FloatVector.fromArray(FLOATS, gradient, g + 5 * COUNT);
            var g6 = FloatVector.fromArray(FLOATS, gradient, g + 6 * COUNT);
            var g7 = FloatVector.fromArray(FLOATS, gradient, g + 7 * COUNT);
            var g8 = FloatVector.fromArray(FLOATS, gradient, g + 8 * COUNT);
            var g9 = FloatVector.fromArray(FLOATS, gradient, g + 9 * COUNT);
            var g10 = FloatVector.fromArray(FLOATS, gradient, g + 10 * COUNT);
            var w0_0 = FloatVector.broadcast(FLOATS, weights[w + 0]);
            sum0_0 = g4.fma(w0_0, sum0_0);
            sum0_1 = g5.fma(w0_0, sum0_1);
            sum0_2 = g6.fma(w0_0, sum0_2);
            sum0_3 = g7.fma(w0_0, sum0_3);
            sum0_4 = g8.fma(w0_0, sum0_4);
            sum0_5 = g9.fma(w0_0, sum0_5);
            sum0_6 = g10.fma(w0_0, sum0_6);
            var w0_1 = FloatVector.broadcast(FLOATS, weights[w + 1]);
            sum1_0 = g4.fma(w0_1, sum1_0);
            sum1_1 = g5.fma(w0_1, sum1_1);
            sum1_2 = g6.fma(w0_1, sum1_2);
            sum1_3 = g7.fma(w0_1, sum1_3);
            sum1_4 = g8.fma(w0_1, sum1_4);
            sum1_5 = g9.fma(w0_1, sum1_5);
            sum1_6 = g10.fma(w0_1, sum1_6);
            var w1_0 = FloatVector.broadcast(FLOATS, weights[w + 2]);
            sum0_0 = g3.fma(w1_0, sum0_0);
            sum0_1 = g4.fma(w1_0, sum0_1);
            sum0_2 = g5.fma(w1_0, sum0_2);
            sum0_3 = g6.fma(w1_0, sum0_3);
            sum0_4 = g7.fma(w1_0, sum0_4);
            sum0_5 = g8.fma(w1_0, sum0_5);
            sum0_6 = g9.fma(w1_0, sum0_6);
            var w1_1 = FloatVector.broadcast(FLOATS, weights[w + 3]);
            sum1_0 = g3.fma(w1_1, sum1_0);
            sum1_1 = g4.fma(w1_1, sum1_1);
            sum1_2 = g5.fma(w1_1, sum1_2);
            sum1_3 = g6.fma(w1_1, sum1_3);
            sum1_4 = g7.fma(w1_1, sum1_4);
            sum1_5 = g8.fma(w1_1, sum1_5);
            sum1_6 = g9.fma(w1_1, sum1_6);
            var w2_0 = FloatVector.broadcast(FLOATS, weights[w + 4]);
            sum0_0 = g2.fma(w2_0, sum0_0);
            sum0_1 = g3.fma(w2_0, sum0_1);
            sum0_2 = g4.fma(w2_0, sum0_2);
            sum0_3 = g5.fma(w2_0, sum0_3);
            sum0_4 = g6.fma(w2_0, sum0_4);
            sum0_5 = g7.fma(w2_0, sum0_5);
            sum0_6 = g8.fma(w2_0, sum0_6);
            var w2_1 = FloatVector.broadcast(FLOATS, weights[w + 5]);
            sum1_0 = g2.fma(w2_1, sum1_0);
            sum1_1 = g3.fma(w2_1, sum1_1);
            sum1_2 = g4.fma(w2_1, sum1_2);
            sum1_3 = g5.fma(w2_1, sum1_3);
            sum1_4 = g6.fma(w2_1, sum1_4);
            sum1_5 = g7.fma(w2_1, sum1_5);
            sum1_6 = g8.fma(w2_1, sum1_6);
            var w3_0 = FloatVector.broadcast(FLOATS, weights[w + 6]);
            sum0_0 = g1.fma(w3_0, sum0_0);
            sum0_1 = g2.fma(w3_0, sum0_1);
            sum0_2 = g3.fma(w3_0, sum0_2);
            sum0_3 = g4.fma(w3_0, sum0_3);
            sum0_4 = g5.fma(w3_0, sum0_4);
            sum0_5 = g6.fma(w3_0, sum0_5);
            sum0_6 = g7.fma(w3_0, sum0_6);
            var w3_1 = FloatVector.broadcast(FLOATS, weights[w + 7]);
            sum1_0 = g1.fma(w3_1, sum1_0);
            sum1_1 = g2.fma(w3_1, sum1_1);
            sum1_2 = g3.fma(w3_1, sum1_2);
            sum1_3 = g4.fma(w3_1, sum1_3);
            sum1_4 = g5.fma(w3_1, sum1_4);
            sum1_5 = g6.fma(w3_1, sum1_5);
            sum1_6 = g7.fma(w3_1, sum1_6);
            var w4_0 = FloatVector.broadcast(FLOATS, weights[w + 8]);
            sum0_0 = g0.fma(w4_0, sum0_0);
            sum0_1 = g1.fma(w4_0, sum0_1);
            sum0_2 = g2.fma(w4_0, sum0_2);
            sum0_3 = g3.fma(w4_0, sum0_3);
            sum0_4 = g4.fma(w4_0, sum0_4);
            sum0_5 = g5.fma(w4_0, sum0_5);
            sum0_6 = g6.fma(w4_0, sum0_6);
            var w4_1 = FloatVector.broadcast(FLOATS, weights[w + 9]);
            sum1_0 = g0.fma(w4_1, sum1_0);
            sum1_1 = g1.fma(w4_1, sum1_1);
            sum1_2 = g2.fma(w4_1, sum1_2);
            sum1_3 = g3.fma(w4_1, sum1_3);
            sum1_4 = g4.fma(w4_1, sum1_4);
            sum1_5 = g5.fma(w4_1, sum1_5);
            sum1_6 = g6.fma(w4_1, sum1_6);
        }
        sum0_0.add(0f).intoArray(input, to);
        sum0_1.add(0f).intoArray(input, to + COUNT);
        sum0_2.add(0f).intoArray(input, to + 2 * COUNT);
        sum0_3.add(0f).intoArray(input, to + 3 * COUNT);
        sum0_4.add(0f).intoArray(input, to + 4 * COUNT);
        sum0_5.add(0f).intoArray(input, to + 5 * COUNT);
        sum0_6.add(0f).intoArray(input, to + 6 * COUNT);
        sum1_0.add(0f).intoArray(input, to + PLANE);
        sum1_1.add(0f).intoArray(input, to + PLANE + COUNT);
        sum1_2.add(0f).intoArray(input, to + PLANE + 2 * COUNT);
        sum1_3.add(0f).intoArray(input, to + PLANE + 3 * COUNT);
        sum1_4.add(0f).intoArray(input, to + PLANE + 4 * COUNT);
        sum1_5.add(0f).intoArray(input, to + PLANE + 5 * COUNT);
        sum1_6.add(0f).intoArray(input, to + PLANE + 6 * COUNT);
    }
}
