package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.ChannelStatistics;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

record VectorChannelStatistics(int channels, int pixels) implements ChannelStatistics {

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        for (int i = 0; i < pixels * COUNT; i += LENGTH) {
            gather(input, inputOffset + i, output, outputOffset + i, winners, winnersOffset + i);
        }
    }

    private void gather(float[] input, int from, float[] output, int to, int[] winners, int winnersAt) {
        int plane = pixels * COUNT;
        var sum = FloatVector.zero(FLOATS);
        var maximum = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        var winner = IntVector.zero(INTS);
        for (int c = 0; c < channels; c++) {
            var x = FloatVector.fromArray(FLOATS, input, from + c * plane);
            sum = sum.add(x);
            var isLarger = maximum.sub(x).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            var channel = IntVector.broadcast(INTS, c);
            winner = winner.and(isLarger.not()).or(channel.and(isLarger));
            maximum = maximum.max(x);
        }
        sum.mul(1f / channels).intoArray(output, to);
        maximum.intoArray(output, to + plane);
        winner.intoArray(winners, winnersAt);
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
        for (int c = 0; c < channels; c++) {
            spread(
                    c,
                    winners,
                    winnersOffset,
                    outputGradient,
                    outputGradientOffset,
                    inputGradient,
                    inputGradientOffset + c * plane);
        }
    }

    private void spread(
            int c, int[] winners, int winnersAt, float[] outputGradient, int from, float[] inputGradient, int to) {
        int plane = pixels * COUNT;
        for (int i = 0; i < plane; i += LENGTH) {
            var distance = IntVector.fromArray(INTS, winners, winnersAt + i).sub(c);
            var isOther = distance.or(distance.neg()).lanewise(VectorOperators.ASHR, 31);
            var ofMaximum = FloatVector.fromArray(FLOATS, outputGradient, from + plane + i)
                    .reinterpretAsInts()
                    .and(isOther.not())
                    .reinterpretAsFloats();
            FloatVector.fromArray(FLOATS, outputGradient, from + i)
                    .mul(1f / channels)
                    .add(ofMaximum)
                    .intoArray(inputGradient, to + i);
        }
    }
}
