package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link DenseWeightGradient}'s tile of one output and one vector of inputs. */
final class DenseGradientTile1x1 {

    private DenseGradientTile1x1() {}

    static void run(
            int[] lanes,
            float[] inputs,
            int input,
            int inputStride,
            float[] outputs,
            int output,
            float[] gradient,
            int to) {
        var sum = FloatVector.zero(FLOATS);
        for (int image = 0; image < lanes.length; image++) {
            var x = FloatVector.fromArray(FLOATS, inputs, input + image * inputStride);
            sum = x.fma(FloatVector.broadcast(FLOATS, outputs[output + lanes[image]]), sum);
        }
        sum.intoArray(gradient, to);
    }
}
