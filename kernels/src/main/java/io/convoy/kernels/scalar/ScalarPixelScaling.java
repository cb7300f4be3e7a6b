package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Scaling;
import java.util.Arrays;

record ScalarPixelScaling(int channels, int pixels) implements Scaling {

    @Override
    public void forward(
            float[] input, int inputOffset, float[] scale, int scaleOffset, float[] output, int outputOffset) {
        for (int i = 0; i < channels * pixels * COUNT; i++) {
            output[outputOffset + i] = input[inputOffset + i] * scale[scaleOffset + i % (pixels * COUNT)];
        }
    }

    @Override
    public void backwardScale(
            float[] input,
            int inputOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] scaleGradient,
            int scaleGradientOffset) {
        Arrays.fill(scaleGradient, scaleGradientOffset, scaleGradientOffset + pixels * COUNT, 0f);
        for (int i = 0; i < channels * pixels * COUNT; i++) {
            int to = scaleGradientOffset + i % (pixels * COUNT);
            scaleGradient[to] =
                    Math.fma(outputGradient[outputGradientOffset + i], input[inputOffset + i], scaleGradient[to]);
        }
    }
}
