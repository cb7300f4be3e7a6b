package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Activation;
import io.convoy.kernels.Elementary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Whole vectors, then what is left one by one. */
enum VectorActivation implements Activation {
    RELU {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                FloatVector.fromArray(FLOATS, input, inputOffset + i)
                        .reinterpretAsInts()
                        .max(IntVector.zero(INTS))
                        .reinterpretAsFloats()
                        .intoArray(output, outputOffset + i);
            }
            for (; i < length; i++) {
                int bits = Float.floatToRawIntBits(input[inputOffset + i]);
                output[outputOffset + i] = Float.intBitsToFloat(Math.max(0, bits));
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var y = FloatVector.fromArray(FLOATS, output, outputOffset + i).reinterpretAsInts();
                // Positive and no NaN: −y and y − 1 − ∞ are negative.
                var isPositive = y.neg().and(y.sub(INFINITY + 1)).and(y.not()).lanewise(VectorOperators.ASHR, 31);
                FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
                        .reinterpretAsInts()
                        .and(isPositive)
                        .reinterpretAsFloats()
                        .intoArray(gradient, gradientOffset + i);
            }
            for (; i < length; i++) {
                if (!(output[outputOffset + i] > 0f)) {
                    gradient[gradientOffset + i] = 0f;
                }
            }
        }
    },

    RELU6 {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                FloatVector.fromArray(FLOATS, input, inputOffset + i)
                        .reinterpretAsInts()
                        .max(IntVector.zero(INTS))
                        .reinterpretAsFloats()
                        .min(6f)
                        .intoArray(output, outputOffset + i);
            }
            for (; i < length; i++) {
                int bits = Math.max(0, Float.floatToRawIntBits(input[inputOffset + i]));
                output[outputOffset + i] = Math.min(Float.intBitsToFloat(bits), 6f);
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var y = FloatVector.fromArray(FLOATS, output, outputOffset + i).reinterpretAsInts();
                // Between 0 and the bits of 6: −y and y − 6 are negative, as signed integers.
                var isBetween = y.neg().and(y.sub(SIX)).and(y.not()).lanewise(VectorOperators.ASHR, 31);
                FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
                        .reinterpretAsInts()
                        .and(isBetween)
                        .reinterpretAsFloats()
                        .intoArray(gradient, gradientOffset + i);
            }
            for (; i < length; i++) {
                float y = output[outputOffset + i];
                if (!(y > 0f && y < 6f)) {
                    gradient[gradientOffset + i] = 0f;
                }
            }
        }
    },

    SIGMOID {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var x = FloatVector.fromArray(FLOATS, input, inputOffset + i);
                var one = FloatVector.broadcast(FLOATS, 1f);
                one.div(VectorExp.of(x.neg()).add(one)).intoArray(output, outputOffset + i);
            }
            for (; i < length; i++) {
                output[outputOffset + i] = Elementary.sigmoid(input[inputOffset + i]);
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var y = FloatVector.fromArray(FLOATS, output, outputOffset + i);
                var derivative = y.mul(FloatVector.broadcast(FLOATS, 1f).sub(y));
                FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
                        .mul(derivative)
                        .intoArray(gradient, gradientOffset + i);
            }
            for (; i < length; i++) {
                float y = output[outputOffset + i];
                gradient[gradientOffset + i] *= y * (1f - y);
            }
        }
    },

    TANH {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                tanh(FloatVector.fromArray(FLOATS, input, inputOffset + i)).intoArray(output, outputOffset + i);
            }
            for (; i < length; i++) {
                output[outputOffset + i] = Elementary.tanh(input[inputOffset + i]);
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            int i = 0;
            for (; i <= length - LENGTH; i += LENGTH) {
                var y = FloatVector.fromArray(FLOATS, output, outputOffset + i);
                var derivative = y.neg().fma(y, FloatVector.broadcast(FLOATS, 1f));
                FloatVector.fromArray(FLOATS, gradient, gradientOffset + i)
                        .mul(derivative)
                        .intoArray(gradient, gradientOffset + i);
            }
            for (; i < length; i++) {
                float y = output[outputOffset + i];
                gradient[gradientOffset + i] *= Math.fma(-y, y, 1f);
            }
        }
    };

    private static final int INFINITY = 0x7f800000;

    /** The bits of 6f. */
    private static final int SIX = 0x40c00000;

    /** As {@link Elementary#tanh}. */
    private static FloatVector tanh(FloatVector x) {
        var one = FloatVector.broadcast(FLOATS, 1f);
        var two = FloatVector.broadcast(FLOATS, 2f);
        var a = x.reinterpretAsInts().and(Integer.MAX_VALUE).reinterpretAsFloats();
        var square = a.mul(a);
        var p = FloatVector.broadcast(FLOATS, Elementary.TANH_11);
        p = p.fma(square, FloatVector.broadcast(FLOATS, Elementary.TANH_9));
        p = p.fma(square, FloatVector.broadcast(FLOATS, Elementary.TANH_7));
        p = p.fma(square, FloatVector.broadcast(FLOATS, Elementary.TANH_5));
        p = p.fma(square, FloatVector.broadcast(FLOATS, Elementary.TANH_3));
        var small = a.mul(square).fma(p, a).reinterpretAsInts();
        var large = one.sub(two.div(VectorExp.of(a.mul(two)).add(one))).reinterpretAsInts();
        var isSmall = a.reinterpretAsInts()
                .sub(Float.floatToRawIntBits(Elementary.TANH_SMALL))
                .lanewise(VectorOperators.ASHR, 31);
        var magnitude = small.and(isSmall).or(large.and(isSmall.not())).and(Integer.MAX_VALUE);
        return magnitude.or(x.reinterpretAsInts().and(Integer.MIN_VALUE)).reinterpretAsFloats();
    }
}
