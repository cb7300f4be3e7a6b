package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.ChannelStatistics;

record ScalarChannelStatistics(int channels, int pixels) implements ChannelStatistics {

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        int plane = pixels * COUNT;
        float share = 1f / channels;
        for (int i = 0; i < plane; i++) {
            float sum = 0f;
            float maximum = Float.NEGATIVE_INFINITY;
            int winner = 0;
            for (int c = 0; c < channels; c++) {
                float x = input[inputOffset + c * plane + i];
                sum += x;
                winner = Float.floatToRawIntBits(maximum - x) < 0 ? c : winner;
                maximum = Math.max(maximum, x);
            }
            output[outputOffset + i] = sum * share;
            output[outputOffset + plane + i] = maximum;
            winners[winnersOffset + i] = winner;
        }
    }

    @Override
    public void backward(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset) {
        int plane = pixels * COUNT;
        float share = 1f / channels;
        for (int i = 0; i < channels * plane; i++) {
            int pixel = i % plane;
            float ofMean = outputGradient[outputGradientOffset + pixel] * share;
            boolean isWinner = winners[winnersOffset + pixel] == i / plane;
            float ofMaximum = isWinner ? outputGradient[outputGradientOffset + plane + pixel] : 0f;
            inputGradient[inputGradientOffset + i] = ofMean + ofMaximum;
        }
    }
}
