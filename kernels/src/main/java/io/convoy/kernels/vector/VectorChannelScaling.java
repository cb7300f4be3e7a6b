package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Scaling;
import jdk.incubator.vector.FloatVector;

record VectorChannelScaling(int channels, int pixels) implements Scaling {

    @Override
    public void forward(
            float[] input, int inputOffset, float[] scale, int scaleOffset, float[] output, int outputOffset) {
        for (int c = 0; c < channels; c++) {
            for (int lane = 0; lane < COUNT; lane += LENGTH) {
                int plane = c * pixels * COUNT + lane;
                multiply(
                        input,
                        inputOffset + plane,
                        scale,
                        scaleOffset + c * COUNT + lane,
                        output,
                        outputOffset + plane);
            }
        }
    }

    private void multiply(float[] input, int from, float[] scale, int scaleAt, float[] output, int to) {
        var factor = FloatVector.fromArray(FLOATS, scale, scaleAt);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            FloatVector.fromArray(FLOATS, input, from + i).mul(factor).intoArray(output, to + i);
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
        for (int c = 0; c < channels; c++) {
            for (int lane = 0; lane < COUNT; lane += LENGTH) {
                int plane = c * pixels * COUNT + lane;
                sumProducts(
                        input,
                        inputOffset + plane,
                        outputGradient,
                        outputGradientOffset + plane,
                        scaleGradient,
                        scaleGradientOffset + c * COUNT + lane);
            }
        }
    }

    private void sumProducts(float[] input, int from, float[] outputGradient, int gradientFrom, float[] sums, int to) {
        var sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            sum = FloatVector.fromArray(FLOATS, outputGradient, gradientFrom + i)
                    .fma(FloatVector.fromArray(FLOATS, input, from + i), sum);
        }
        sum.intoArray(sums, to);
    }
}
