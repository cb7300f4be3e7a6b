package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LONGS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;

/** {@link DenseWeightGradient}'s tile of one output and one vector of inputs. */
final class DenseGradientTile1x1 {

    private DenseGradientTile1x1() {}

    static void run(
            int[] lanes,
            long[] inputs,
            int input,
            int inputStride,
            float[] outputs,
            int output,
            float[] gradient,
            int to) {
        var sum = FloatVector.zero(FLOATS);
        for (int image = 0; image < lanes.length; image++) {
            var x = LongVector.fromArray(LONGS, inputs, input + image * inputStride)
                    .reinterpretAsFloats();
            sum = x.fma(FloatVector.broadcast(FLOATS, outputs[output + lanes[image]]), sum);
        }
        sum.intoArray(gradient, to);
    }
}
