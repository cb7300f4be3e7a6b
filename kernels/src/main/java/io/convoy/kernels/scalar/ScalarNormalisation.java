package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Normalisation;

record ScalarNormalisation(int channels, int pixels) implements Normalisation {

    @Override
    public void addMoments(int images, float[] input, int inputOffset, double[] sums) {
        for (int i = 0; i < channels * pixels * COUNT; i++) {
            if (i % COUNT < images) {
                double x = input[inputOffset + i];
                int sum = sumIndex(i);
                sums[sum] += x;
                sums[sum + COUNT] = Math.fma(x, x, sums[sum + COUNT]);
            }
        }
    }

    @Override
    public void addProducts(
            int images,
            float[] input,
            int inputOffset,
            float[] outputGradient,
            int outputGradientOffset,
            double[] sums) {
        for (int i = 0; i < channels * pixels * COUNT; i++) {
            if (i % COUNT < images) {
                double dy = outputGradient[outputGradientOffset + i];
                int sum = sumIndex(i);
                sums[sum] += dy;
                sums[sum + COUNT] = Math.fma(dy, input[inputOffset + i], sums[sum + COUNT]);
            }
        }
    }

    @Override
    public void forward(
            float[] input,
            int inputOffset,
            float[] mean,
            float[] factor,
            float[] shift,
            float[] output,
            int outputOffset) {
        for (int i = 0; i < channels * pixels * COUNT; i++) {
            int c = index(i);
            output[outputOffset + i] = Math.fma(input[inputOffset + i] - mean[c], factor[c], shift[c]);
        }
    }

    @Override
    public void backwardInput(
            int images,
            float[] input,
            int inputOffset,
            float[] mean,
            float[] factor,
            float[] slope,
            float[] shift,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset) {
        for (int i = 0; i < channels * pixels * COUNT; i++) {
            int c = index(i);
            float part = Math.fma(input[inputOffset + i] - mean[c], slope[c], shift[c]);
            float dx = Math.fma(outputGradient[outputGradientOffset + i], factor[c], part);
            inputGradient[inputGradientOffset + i] = i % COUNT < images ? dx : 0f;
        }
    }

    private int index(int i) {
        return i / (pixels * COUNT) * COUNT + i % COUNT;
    }

    private int sumIndex(int i) {
        return i / (pixels * COUNT) * 2 * COUNT + i % COUNT;
    }
}
