package io.convoy.kernels.scalar;

import io.convoy.kernels.Activation;
import io.convoy.kernels.Elementary;

enum ScalarActivation implements Activation {
    RELU {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            for (int i = 0; i < length; i++) {
                int bits = Float.floatToRawIntBits(input[inputOffset + i]);
                output[outputOffset + i] = Float.intBitsToFloat(Math.max(0, bits));
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            for (int i = 0; i < length; i++) {
                if (!(output[outputOffset + i] > 0f)) {
                    gradient[gradientOffset + i] = 0f;
                }
            }
        }
    },

    RELU6 {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            for (int i = 0; i < length; i++) {
                int bits = Math.max(0, Float.floatToRawIntBits(input[inputOffset + i]));
                output[outputOffset + i] = Math.min(Float.intBitsToFloat(bits), 6f);
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            for (int i = 0; i < length; i++) {
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
            for (int i = 0; i < length; i++) {
                output[outputOffset + i] = Elementary.sigmoid(input[inputOffset + i]);
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            for (int i = 0; i < length; i++) {
                float y = output[outputOffset + i];
                gradient[gradientOffset + i] *= y * (1f - y);
            }
        }
    },

    TANH {
        @Override
        public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
            for (int i = 0; i < length; i++) {
                output[outputOffset + i] = Elementary.tanh(input[inputOffset + i]);
            }
        }

        @Override
        public void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length) {
            for (int i = 0; i < length; i++) {
                float y = output[outputOffset + i];
                gradient[gradientOffset + i] *= Math.fma(-y, y, 1f);
            }
        }
    }
}
