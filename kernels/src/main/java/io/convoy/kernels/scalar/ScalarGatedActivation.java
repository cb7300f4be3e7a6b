package io.convoy.kernels.scalar;

import io.convoy.kernels.Elementary;
import io.convoy.kernels.GatedActivation;

enum ScalarGatedActivation implements GatedActivation {
    SILU {
        @Override
        float value(float x) {
            return Elementary.silu(x);
        }

        @Override
        float derivative(float x) {
            return Elementary.siluDerivative(x);
        }
    },

    GELU {
        @Override
        float value(float x) {
            return Elementary.gelu(x);
        }

        @Override
        float derivative(float x) {
            return Elementary.geluDerivative(x);
        }
    },

    HARD_SWISH {
        @Override
        float value(float x) {
            return Elementary.hardSwish(x);
        }

        @Override
        float derivative(float x) {
            return Elementary.hardSwishDerivative(x);
        }
    };

    abstract float value(float x);

    abstract float derivative(float x);

    @Override
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
        for (int i = 0; i < length; i++) {
            output[outputOffset + i] = value(input[inputOffset + i]);
        }
    }

    @Override
    public void backward(float[] input, int inputOffset, float[] gradient, int gradientOffset, int length) {
        for (int i = 0; i < length; i++) {
            gradient[gradientOffset + i] *= derivative(input[inputOffset + i]);
        }
    }
}
