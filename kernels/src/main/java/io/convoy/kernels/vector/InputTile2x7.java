package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of an {@link InputTile} of two input channels at seven columns. Constants: from one input channel to
 * the next, whether output gradients exist left of the first and right of the last column.
 */
final class InputTile2x7 implements InputTile {

    private static final int PLANE = Template.constant(MethodHandles.lookup(), 0);
    private static final boolean LEFT = Template.constant(MethodHandles.lookup(), 1) == 1;
    private static final boolean RIGHT = Template.constant(MethodHandles.lookup(), 2) == 1;

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
        var zero = FloatVector.zero(FLOATS);
        var sum0_0 = zero;
        var sum0_1 = zero;
        var sum0_2 = zero;
        var sum0_3 = zero;
        var sum0_4 = zero;
        var sum0_5 = zero;
        var sum0_6 = zero;
        var sum1_0 = zero;
        var sum1_1 = zero;
        var sum1_2 = zero;
        var sum1_3 = zero;
        var sum1_4 = zero;
        var sum1_5 = zero;
        var sum1_6 = zero;
        for (int t = 0; t < gradientRows.length; t++) {
            int g = from + gradientRows[t];
            int w = weight + weightRows[t];
            var g0 = LEFT ? FloatVector.fromArray(FLOATS, gradient, g + 0 * COUNT) : zero;
            var g1 = LEFT ? FloatVector.fromArray(FLOATS, gradient, g + 1 * COUNT) : zero;
            var g2 = LEFT ? FloatVector.fromArray(FLOATS, gradient, g + 2 * COUNT) : zero;
            var g3 = LEFT ? FloatVector.fromArray(FLOATS, gradient, g + 3 * COUNT) : zero;
            var g4 = FloatVector.fromArray(FLOATS, gradient, g + 4 * COUNT);
            var g5 = FloatVector.fromArray(FLOATS, gradient, g + 5 * COUNT);
            var g6 = FloatVector.fromArray(FLOATS, gradient, g + 6 * COUNT);
            var g7 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 7 * COUNT) : zero;
            var g8 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 8 * COUNT) : zero;
            var g9 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 9 * COUNT) : zero;
            var g10 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 10 * COUNT) : zero;
            var w0_0 = FloatVector.broadcast(FLOATS, weights[w + 0]);
            sum0_0 = g4.fma(w0_0, sum0_0);
            sum0_1 = g5.fma(w0_0, sum0_1);
            sum0_2 = g6.fma(w0_0, sum0_2);
            if (RIGHT) {
                sum0_3 = g7.fma(w0_0, sum0_3);
                sum0_4 = g8.fma(w0_0, sum0_4);
                sum0_5 = g9.fma(w0_0, sum0_5);
                sum0_6 = g10.fma(w0_0, sum0_6);
            }
            var w0_1 = FloatVector.broadcast(FLOATS, weights[w + 1]);
            sum1_0 = g4.fma(w0_1, sum1_0);
            sum1_1 = g5.fma(w0_1, sum1_1);
            sum1_2 = g6.fma(w0_1, sum1_2);
            if (RIGHT) {
                sum1_3 = g7.fma(w0_1, sum1_3);
                sum1_4 = g8.fma(w0_1, sum1_4);
                sum1_5 = g9.fma(w0_1, sum1_5);
                sum1_6 = g10.fma(w0_1, sum1_6);
            }
            var w1_0 = FloatVector.broadcast(FLOATS, weights[w + 2]);
            sum0_1 = g4.fma(w1_0, sum0_1);
            sum0_2 = g5.fma(w1_0, sum0_2);
            sum0_3 = g6.fma(w1_0, sum0_3);
            if (LEFT) {
                sum0_0 = g3.fma(w1_0, sum0_0);
            }
            if (RIGHT) {
                sum0_4 = g7.fma(w1_0, sum0_4);
                sum0_5 = g8.fma(w1_0, sum0_5);
                sum0_6 = g9.fma(w1_0, sum0_6);
            }
            var w1_1 = FloatVector.broadcast(FLOATS, weights[w + 3]);
            sum1_1 = g4.fma(w1_1, sum1_1);
            sum1_2 = g5.fma(w1_1, sum1_2);
            sum1_3 = g6.fma(w1_1, sum1_3);
            if (LEFT) {
                sum1_0 = g3.fma(w1_1, sum1_0);
            }
            if (RIGHT) {
                sum1_4 = g7.fma(w1_1, sum1_4);
                sum1_5 = g8.fma(w1_1, sum1_5);
                sum1_6 = g9.fma(w1_1, sum1_6);
            }
            var w2_0 = FloatVector.broadcast(FLOATS, weights[w + 4]);
            sum0_2 = g4.fma(w2_0, sum0_2);
            sum0_3 = g5.fma(w2_0, sum0_3);
            sum0_4 = g6.fma(w2_0, sum0_4);
            if (LEFT) {
                sum0_0 = g2.fma(w2_0, sum0_0);
                sum0_1 = g3.fma(w2_0, sum0_1);
            }
            if (RIGHT) {
                sum0_5 = g7.fma(w2_0, sum0_5);
                sum0_6 = g8.fma(w2_0, sum0_6);
            }
            var w2_1 = FloatVector.broadcast(FLOATS, weights[w + 5]);
            sum1_2 = g4.fma(w2_1, sum1_2);
            sum1_3 = g5.fma(w2_1, sum1_3);
            sum1_4 = g6.fma(w2_1, sum1_4);
            if (LEFT) {
                sum1_0 = g2.fma(w2_1, sum1_0);
                sum1_1 = g3.fma(w2_1, sum1_1);
            }
            if (RIGHT) {
                sum1_5 = g7.fma(w2_1, sum1_5);
                sum1_6 = g8.fma(w2_1, sum1_6);
            }
            var w3_0 = FloatVector.broadcast(FLOATS, weights[w + 6]);
            sum0_3 = g4.fma(w3_0, sum0_3);
            sum0_4 = g5.fma(w3_0, sum0_4);
            sum0_5 = g6.fma(w3_0, sum0_5);
            if (LEFT) {
                sum0_0 = g1.fma(w3_0, sum0_0);
                sum0_1 = g2.fma(w3_0, sum0_1);
                sum0_2 = g3.fma(w3_0, sum0_2);
            }
            if (RIGHT) {
                sum0_6 = g7.fma(w3_0, sum0_6);
            }
            var w3_1 = FloatVector.broadcast(FLOATS, weights[w + 7]);
            sum1_3 = g4.fma(w3_1, sum1_3);
            sum1_4 = g5.fma(w3_1, sum1_4);
            sum1_5 = g6.fma(w3_1, sum1_5);
            if (LEFT) {
                sum1_0 = g1.fma(w3_1, sum1_0);
                sum1_1 = g2.fma(w3_1, sum1_1);
                sum1_2 = g3.fma(w3_1, sum1_2);
            }
            if (RIGHT) {
                sum1_6 = g7.fma(w3_1, sum1_6);
            }
            var w4_0 = FloatVector.broadcast(FLOATS, weights[w + 8]);
            sum0_4 = g4.fma(w4_0, sum0_4);
            sum0_5 = g5.fma(w4_0, sum0_5);
            sum0_6 = g6.fma(w4_0, sum0_6);
            if (LEFT) {
                sum0_0 = g0.fma(w4_0, sum0_0);
                sum0_1 = g1.fma(w4_0, sum0_1);
                sum0_2 = g2.fma(w4_0, sum0_2);
                sum0_3 = g3.fma(w4_0, sum0_3);
            }
            var w4_1 = FloatVector.broadcast(FLOATS, weights[w + 9]);
            sum1_4 = g4.fma(w4_1, sum1_4);
            sum1_5 = g5.fma(w4_1, sum1_5);
            sum1_6 = g6.fma(w4_1, sum1_6);
            if (LEFT) {
                sum1_0 = g0.fma(w4_1, sum1_0);
                sum1_1 = g1.fma(w4_1, sum1_1);
                sum1_2 = g2.fma(w4_1, sum1_2);
                sum1_3 = g3.fma(w4_1, sum1_3);
            }
        }
        sum0_0.add(zero).intoArray(input, to + 0 * COUNT);
        sum0_1.add(zero).intoArray(input, to + 1 * COUNT);
        sum0_2.add(zero).intoArray(input, to + 2 * COUNT);
        sum0_3.add(zero).intoArray(input, to + 3 * COUNT);
        sum0_4.add(zero).intoArray(input, to + 4 * COUNT);
        sum0_5.add(zero).intoArray(input, to + 5 * COUNT);
        sum0_6.add(zero).intoArray(input, to + 6 * COUNT);
        sum1_0.add(zero).intoArray(input, to + PLANE + 0 * COUNT);
        sum1_1.add(zero).intoArray(input, to + PLANE + 1 * COUNT);
        sum1_2.add(zero).intoArray(input, to + PLANE + 2 * COUNT);
        sum1_3.add(zero).intoArray(input, to + PLANE + 3 * COUNT);
        sum1_4.add(zero).intoArray(input, to + PLANE + 4 * COUNT);
        sum1_5.add(zero).intoArray(input, to + PLANE + 5 * COUNT);
        sum1_6.add(zero).intoArray(input, to + PLANE + 6 * COUNT);
    }
}
