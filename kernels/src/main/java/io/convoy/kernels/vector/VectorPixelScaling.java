package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Scaling;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** One channel after the other. */
record VectorPixelScaling(int channels, int pixels) implements Scaling {

    @Override
    public void forward(
            float[] input, int inputOffset, float[] scale, int scaleOffset, float[] output, int outputOffset) {
        int plane = pixels * COUNT;
        for (int c = 0; c < channels; c++) {
            multiply(input, inputOffset + c * plane, scale, scaleOffset, output, outputOffset + c * plane);
        }
    }

    private void multiply(float[] input, int from, float[] scale, int scaleFrom, float[] output, int to) {
        for (int i = 0; i < pixels * COUNT; i += LENGTH) {
            FloatVector.fromArray(FLOATS, input, from + i)
                    .mul(FloatVector.fromArray(FLOATS, scale, scaleFrom + i))
                    .intoArray(output, to + i);
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
        int plane = pixels * COUNT;
        Arrays.fill(scaleGradient, scaleGradientOffset, scaleGradientOffset + plane, 0f);
        for (int c = 0; c < channels; c++) {
            addProducts(
                    input,
                    inputOffset + c * plane,
                    outputGradient,
                    outputGradientOffset + c * plane,
                    scaleGradient,
                    scaleGradientOffset);
        }
    }

    private void addProducts(float[] input, int from, float[] outputGradient, int gradientFrom, float[] sums, int to) {
        for (int i = 0; i < pixels * COUNT; i += LENGTH) {
            FloatVector.fromArray(FLOATS, outputGradient, gradientFrom + i)
                    .fma(FloatVector.fromArray(FLOATS, input, from + i), FloatVector.fromArray(FLOATS, sums, to + i))
                    .intoArray(sums, to + i);
        }
    }
}
