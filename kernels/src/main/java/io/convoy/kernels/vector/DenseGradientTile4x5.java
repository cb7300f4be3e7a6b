package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;
import static io.convoy.kernels.vector.Species.LONGS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;

/**
 * {@link Template} of {@link DenseWeightGradient}'s tile of four outputs and five vectors of inputs. Constants: from
 * one image to the next in the inputs, from one output to the next in the gradient.
 */
final class DenseGradientTile4x5 implements DenseGradientTile {

    private static final int INPUT_IMAGE = Template.constant(MethodHandles.lookup(), 0);
    /** Of floats in a vector. */
    private static final int PAIRS = LENGTH / 2;

    private static final int ROW = Template.constant(MethodHandles.lookup(), 1);

    @Override
    public void run(int[] lanes, long[] inputs, int input, float[] outputs, int output, float[] gradient, int to) {
        var sum0_0 = FloatVector.zero(FLOATS);
        var sum0_1 = FloatVector.zero(FLOATS);
        var sum0_2 = FloatVector.zero(FLOATS);
        var sum0_3 = FloatVector.zero(FLOATS);
        var sum0_4 = FloatVector.zero(FLOATS);
        var sum1_0 = FloatVector.zero(FLOATS);
        var sum1_1 = FloatVector.zero(FLOATS);
        var sum1_2 = FloatVector.zero(FLOATS);
        var sum1_3 = FloatVector.zero(FLOATS);
        var sum1_4 = FloatVector.zero(FLOATS);
        var sum2_0 = FloatVector.zero(FLOATS);
        var sum2_1 = FloatVector.zero(FLOATS);
        var sum2_2 = FloatVector.zero(FLOATS);
        var sum2_3 = FloatVector.zero(FLOATS);
        var sum2_4 = FloatVector.zero(FLOATS);
        var sum3_0 = FloatVector.zero(FLOATS);
        var sum3_1 = FloatVector.zero(FLOATS);
        var sum3_2 = FloatVector.zero(FLOATS);
        var sum3_3 = FloatVector.zero(FLOATS);
        var sum3_4 = FloatVector.zero(FLOATS);
        for (int image = 0; image < lanes.length; image++) {
            int x = input + image * INPUT_IMAGE;
            int g = output + lanes[image];
            var x0 = LongVector.fromArray(LONGS, inputs, x + 0 * PAIRS).reinterpretAsFloats();
            var x1 = LongVector.fromArray(LONGS, inputs, x + 1 * PAIRS).reinterpretAsFloats();
            var x2 = LongVector.fromArray(LONGS, inputs, x + 2 * PAIRS).reinterpretAsFloats();
            var x3 = LongVector.fromArray(LONGS, inputs, x + 3 * PAIRS).reinterpretAsFloats();
            var x4 = LongVector.fromArray(LONGS, inputs, x + 4 * PAIRS).reinterpretAsFloats();
            var g0 = FloatVector.broadcast(FLOATS, outputs[g + 0 * COUNT]);
            sum0_0 = x0.fma(g0, sum0_0);
            sum0_1 = x1.fma(g0, sum0_1);
            sum0_2 = x2.fma(g0, sum0_2);
            sum0_3 = x3.fma(g0, sum0_3);
            sum0_4 = x4.fma(g0, sum0_4);
            var g1 = FloatVector.broadcast(FLOATS, outputs[g + 1 * COUNT]);
            sum1_0 = x0.fma(g1, sum1_0);
            sum1_1 = x1.fma(g1, sum1_1);
            sum1_2 = x2.fma(g1, sum1_2);
            sum1_3 = x3.fma(g1, sum1_3);
            sum1_4 = x4.fma(g1, sum1_4);
            var g2 = FloatVector.broadcast(FLOATS, outputs[g + 2 * COUNT]);
            sum2_0 = x0.fma(g2, sum2_0);
            sum2_1 = x1.fma(g2, sum2_1);
            sum2_2 = x2.fma(g2, sum2_2);
            sum2_3 = x3.fma(g2, sum2_3);
            sum2_4 = x4.fma(g2, sum2_4);
            var g3 = FloatVector.broadcast(FLOATS, outputs[g + 3 * COUNT]);
            sum3_0 = x0.fma(g3, sum3_0);
            sum3_1 = x1.fma(g3, sum3_1);
            sum3_2 = x2.fma(g3, sum3_2);
            sum3_3 = x3.fma(g3, sum3_3);
            sum3_4 = x4.fma(g3, sum3_4);
        }
        sum0_0.intoArray(gradient, to + 0 * ROW + 0 * LENGTH);
        sum0_1.intoArray(gradient, to + 0 * ROW + 1 * LENGTH);
        sum0_2.intoArray(gradient, to + 0 * ROW + 2 * LENGTH);
        sum0_3.intoArray(gradient, to + 0 * ROW + 3 * LENGTH);
        sum0_4.intoArray(gradient, to + 0 * ROW + 4 * LENGTH);
        sum1_0.intoArray(gradient, to + 1 * ROW + 0 * LENGTH);
        sum1_1.intoArray(gradient, to + 1 * ROW + 1 * LENGTH);
        sum1_2.intoArray(gradient, to + 1 * ROW + 2 * LENGTH);
        sum1_3.intoArray(gradient, to + 1 * ROW + 3 * LENGTH);
        sum1_4.intoArray(gradient, to + 1 * ROW + 4 * LENGTH);
        sum2_0.intoArray(gradient, to + 2 * ROW + 0 * LENGTH);
        sum2_1.intoArray(gradient, to + 2 * ROW + 1 * LENGTH);
        sum2_2.intoArray(gradient, to + 2 * ROW + 2 * LENGTH);
        sum2_3.intoArray(gradient, to + 2 * ROW + 3 * LENGTH);
        sum2_4.intoArray(gradient, to + 2 * ROW + 4 * LENGTH);
        sum3_0.intoArray(gradient, to + 3 * ROW + 0 * LENGTH);
        sum3_1.intoArray(gradient, to + 3 * ROW + 1 * LENGTH);
        sum3_2.intoArray(gradient, to + 3 * ROW + 2 * LENGTH);
        sum3_3.intoArray(gradient, to + 3 * ROW + 3 * LENGTH);
        sum3_4.intoArray(gradient, to + 3 * ROW + 4 * LENGTH);
    }
}
