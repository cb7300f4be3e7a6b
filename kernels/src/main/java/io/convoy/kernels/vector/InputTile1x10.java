package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of an {@link InputTile} of one input channel at ten columns. Constants: from one input channel to
 * the next, whether output gradients exist left of the first and right of the last column.
 */
final class InputTile1x10 implements InputTile {

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
        var sum0_7 = zero;
        var sum0_8 = zero;
        var sum0_9 = zero;
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
            var g7 = FloatVector.fromArray(FLOATS, gradient, g + 7 * COUNT);
            var g8 = FloatVector.fromArray(FLOATS, gradient, g + 8 * COUNT);
            var g9 = FloatVector.fromArray(FLOATS, gradient, g + 9 * COUNT);
            var g10 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 10 * COUNT) : zero;
            var g11 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 11 * COUNT) : zero;
            var g12 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 12 * COUNT) : zero;
            var g13 = RIGHT ? FloatVector.fromArray(FLOATS, gradient, g + 13 * COUNT) : zero;
            var w0 = FloatVector.broadcast(FLOATS, weights[w + 0]);
            sum0_0 = g4.fma(w0, sum0_0);
            sum0_1 = g5.fma(w0, sum0_1);
            sum0_2 = g6.fma(w0, sum0_2);
            sum0_3 = g7.fma(w0, sum0_3);
            sum0_4 = g8.fma(w0, sum0_4);
            sum0_5 = g9.fma(w0, sum0_5);
            if (RIGHT) {
                sum0_6 = g10.fma(w0, sum0_6);
                sum0_7 = g11.fma(w0, sum0_7);
                sum0_8 = g12.fma(w0, sum0_8);
                sum0_9 = g13.fma(w0, sum0_9);
            }
            var w1 = FloatVector.broadcast(FLOATS, weights[w + 1]);
            sum0_1 = g4.fma(w1, sum0_1);
            sum0_2 = g5.fma(w1, sum0_2);
            sum0_3 = g6.fma(w1, sum0_3);
            sum0_4 = g7.fma(w1, sum0_4);
            sum0_5 = g8.fma(w1, sum0_5);
            sum0_6 = g9.fma(w1, sum0_6);
            if (LEFT) {
                sum0_0 = g3.fma(w1, sum0_0);
            }
            if (RIGHT) {
                sum0_7 = g10.fma(w1, sum0_7);
                sum0_8 = g11.fma(w1, sum0_8);
                sum0_9 = g12.fma(w1, sum0_9);
            }
            var w2 = FloatVector.broadcast(FLOATS, weights[w + 2]);
            sum0_2 = g4.fma(w2, sum0_2);
            sum0_3 = g5.fma(w2, sum0_3);
            sum0_4 = g6.fma(w2, sum0_4);
            sum0_5 = g7.fma(w2, sum0_5);
            sum0_6 = g8.fma(w2, sum0_6);
            sum0_7 = g9.fma(w2, sum0_7);
            if (LEFT) {
                sum0_0 = g2.fma(w2, sum0_0);
                sum0_1 = g3.fma(w2, sum0_1);
            }
            if (RIGHT) {
                sum0_8 = g10.fma(w2, sum0_8);
                sum0_9 = g11.fma(w2, sum0_9);
            }
            var w3 = FloatVector.broadcast(FLOATS, weights[w + 3]);
            sum0_3 = g4.fma(w3, sum0_3);
            sum0_4 = g5.fma(w3, sum0_4);
            sum0_5 = g6.fma(w3, sum0_5);
            sum0_6 = g7.fma(w3, sum0_6);
            sum0_7 = g8.fma(w3, sum0_7);
            sum0_8 = g9.fma(w3, sum0_8);
            if (LEFT) {
                sum0_0 = g1.fma(w3, sum0_0);
                sum0_1 = g2.fma(w3, sum0_1);
                sum0_2 = g3.fma(w3, sum0_2);
            }
            if (RIGHT) {
                sum0_9 = g10.fma(w3, sum0_9);
            }
            var w4 = FloatVector.broadcast(FLOATS, weights[w + 4]);
            sum0_4 = g4.fma(w4, sum0_4);
            sum0_5 = g5.fma(w4, sum0_5);
            sum0_6 = g6.fma(w4, sum0_6);
            sum0_7 = g7.fma(w4, sum0_7);
            sum0_8 = g8.fma(w4, sum0_8);
            sum0_9 = g9.fma(w4, sum0_9);
            if (LEFT) {
                sum0_0 = g0.fma(w4, sum0_0);
                sum0_1 = g1.fma(w4, sum0_1);
                sum0_2 = g2.fma(w4, sum0_2);
                sum0_3 = g3.fma(w4, sum0_3);
            }
        }
        sum0_0.add(zero).intoArray(input, to + 0 * COUNT);
        sum0_1.add(zero).intoArray(input, to + 1 * COUNT);
        sum0_2.add(zero).intoArray(input, to + 2 * COUNT);
        sum0_3.add(zero).intoArray(input, to + 3 * COUNT);
        sum0_4.add(zero).intoArray(input, to + 4 * COUNT);
        sum0_5.add(zero).intoArray(input, to + 5 * COUNT);
        sum0_6.add(zero).intoArray(input, to + 6 * COUNT);
        sum0_7.add(zero).intoArray(input, to + 7 * COUNT);
        sum0_8.add(zero).intoArray(input, to + 8 * COUNT);
        sum0_9.add(zero).intoArray(input, to + 9 * COUNT);
    }
}
