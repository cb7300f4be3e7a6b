package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Elementary;
import io.convoy.kernels.Silu;
import jdk.incubator.vector.FloatVector;

/** Whole vectors, then what is left one by one. */
final class VectorSilu implements Silu {

    @Override
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
        int i = 0;
        for (; i <= length - LENGTH; i += LENGTH) {
            var x = FloatVector.fromArray(FLOATS, input, inputOffset + i);
            x.mul(sigmoid(x)).intoArray(output, outputOffset + i);
        }
        for (; i < length; i++) {
            output[outputOffset + i] = Elementary.silu(input[inputOffset + i]);
        }
    }

    @Override
    public void backward(float[] input, int inputOffset, float[] gradient, int gradientOffset, int length) {
        int i = 0;
        for (; i <= length - LENGTH; i += LENGTH) {
            var x = FloatVector.fromArray(FLOATS, input, inputOffset + i);
            var one = FloatVector.broadcast(FLOATS, 1f);
            var s = sigmoid(x);
            var derivative = s.mul(x.fma(one.sub(s), one));
            FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
                    .mul(derivative)
                    .intoArray(gradient, gradientOffset + i);
        }
        for (; i < length; i++) {
            gradient[gradientOffset + i] *= Elementary.siluDerivative(input[inputOffset + i]);
        }
    }

    private static FloatVector sigmoid(FloatVector x) {
        var one = FloatVector.broadcast(FLOATS, 1f);
        return one.div(VectorExp.of(x.neg()).add(one));
    }
}
