package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PooledWeightGradient;
import java.util.Arrays;

/** Takes the two rows under a row of pooling windows at a time, in scratch that stays in the first cache. */
final class VectorPooledWeightGradient implements PooledWeightGradient {

    private final ReluMaxPooling pooling;
    private final int pooledHeight;
    private final PaddedPlanes paddedInput;
    private final StreamedGradient sums;

    /** [channels][2][width][16]. */
    private final float[] strip;

    VectorPooledWeightGradient(ConvolutionShape shape) {
        var poolingShape = ConvolutionReluMaxPooling.pooling(shape);
        pooledHeight = poolingShape.outputHeight();
        var windows = new ConvolutionWindows(shape);
        paddedInput = windows.input();
        int rows = 2;
        int stripPlane = rows * shape.outputWidth() * COUNT;
        pooling = new ReluMaxPooling(poolingShape, stripPlane / 2, stripPlane);
        strip = new float[FIRST + shape.outputChannels() * stripPlane];
        sums = new StreamedGradient(shape, windows, rows);
    }

    @Override
    public void accumulate(
            float[] input,
            int inputOffset,
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset) {
        float[] padded = paddedInput.array(input, inputOffset);
        int from = paddedInput.offset(inputOffset);
        for (int y = 0; y < sums.strips(); y++) {
            if (y < pooledHeight) {
                pooling.backward(y, winners, winnersOffset, outputGradient, outputGradientOffset, strip, FIRST);
            } else {
                // The last row of an odd number, under no window.
                Arrays.fill(strip, 0f);
            }
            sums.accumulate(y, padded, from, strip, FIRST);
        }
    }

    @Override
    public void finish(float[] gradient, int weights, int bias) {
        sums.finish(gradient, weights, bias);
    }
}
