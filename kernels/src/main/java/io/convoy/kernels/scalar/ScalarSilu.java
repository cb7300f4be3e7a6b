package io.convoy.kernels.scalar;

import io.convoy.kernels.Elementary;
import io.convoy.kernels.Silu;

final class ScalarSilu implements Silu {

    @Override
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length) {
        for (int i = 0; i < length; i++) {
            output[outputOffset + i] = Elementary.silu(input[inputOffset + i]);
        }
    }

    @Override
    public void backward(float[] input, int inputOffset, float[] gradient, int gradientOffset, int length) {
        for (int i = 0; i < length; i++) {
            gradient[gradientOffset + i] *= Elementary.siluDerivative(input[inputOffset + i]);
        }
    }
}
