package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Elementary;
import io.convoy.kernels.GatedActivation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Whole vectors, then what is left one by one. */
enum VectorGatedActivation implements GatedActivation {
    SILU {
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
    },

    GELU {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var x = FloatVector.fromArray(FLOATS, input, inputOffset + i);
                x.mul(sigmoid(geluArgument(x))).intoArray(output, outputOffset + i);
            }
            for (; i < length; i++) {
                output[outputOffset + i] = Elementary.gelu(input[inputOffset + i]);
            }
        }

        @Override
        public void backward(float[] input, int inputOffset, float[] gradient, int gradientOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var x = FloatVector.fromArray(FLOATS, input, inputOffset + i);
                var one = FloatVector.broadcast(FLOATS, 1f);
                var s = sigmoid(geluArgument(x));
                var slope = x.mul(x)
                        .fma(
                                FloatVector.broadcast(FLOATS, 3 * Elementary.GELU_3),
                                FloatVector.broadcast(FLOATS, Elementary.GELU_1));
                var derivative = s.mul(x.mul(one.sub(s)).fma(slope, one));
                FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
                        .mul(derivative)
                        .intoArray(gradient, gradientOffset + i);
            }
            for (; i < length; i++) {
                gradient[gradientOffset + i] *= Elementary.geluDerivative(input[inputOffset + i]);
            }
        }
    },

    HARD_SWISH {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var x = FloatVector.fromArray(FLOATS, input, inputOffset + i);
                x.mul(hardSigmoid(x)).intoArray(output, outputOffset + i);
            }
            for (; i < length; i++) {
                output[outputOffset + i] = Elementary.hardSwish(input[inputOffset + i]);
            }
        }

        @Override
        public void backward(float[] input, int inputOffset, float[] gradient, int gradientOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var x = FloatVector.fromArray(FLOATS, input, inputOffset + i);
                var isOutside = x.add(3f)
                        .reinterpretAsInts()
                        .or(FloatVector.broadcast(FLOATS, 3f).sub(x).reinterpretAsInts())
                        .lanewise(VectorOperators.ASHR, 31);
                var inside = x.mul(Elementary.SIXTH)
                        .reinterpretAsInts()
                        .and(isOutside.not())
                        .reinterpretAsFloats();
                FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
                        .mul(hardSigmoid(x).add(inside))
                        .intoArray(gradient, gradientOffset + i);
            }
            for (; i < length; i++) {
                gradient[gradientOffset + i] *= Elementary.hardSwishDerivative(input[inputOffset + i]);
            }
        }
    };

    private static FloatVector sigmoid(FloatVector x) {
        var one = FloatVector.broadcast(FLOATS, 1f);
        return one.div(VectorExp.of(x.neg()).add(one));
    }

    private static FloatVector geluArgument(FloatVector x) {
        return x.mul(x)
                .fma(FloatVector.broadcast(FLOATS, Elementary.GELU_3), FloatVector.broadcast(FLOATS, Elementary.GELU_1))
                .mul(x);
    }

    private static FloatVector hardSigmoid(FloatVector x) {
        return x.fma(FloatVector.broadcast(FLOATS, Elementary.SIXTH), FloatVector.broadcast(FLOATS, 0.5f))
                .max(0f)
                .min(1f);
    }
}
