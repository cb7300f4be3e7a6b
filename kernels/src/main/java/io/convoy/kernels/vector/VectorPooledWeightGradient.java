package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PooledWeightGradient;
import io.convoy.kernels.PoolingShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the two rows under a row of pooling windows at a time, in scratch that stays in the first cache; other windows
 * than those of two by two pixels all at once.
 */
final class VectorPooledWeightGradient implements PooledWeightGradient {

    private final PoolingShape shape;
    private final VectorMaxPooling pooling;

    /** For windows of two by two pixels that leave none out, else null. */
    private final @Nullable HalvingGradient halving;

    private final PaddedPlanes paddedInput;

    /** From the input under a strip to that under the next. */
    private final int stripInput;

    /** [channels][rows of a strip][width][16]. */
    private final float[] strip;

    private final int stripPlane;
    private final TapGradient sums;

    VectorPooledWeightGradient(ConvolutionShape convolution, PoolingShape pooling) {
        shape = pooling;
        this.pooling = new VectorMaxPooling(pooling);
        var windows = new ConvolutionWindows(convolution);
        paddedInput = windows.input();
        int height = convolution.outputHeight();
        int width = convolution.outputWidth();
        boolean inStrips = PoolingWindows.of(pooling).areHalving() && height % 2 == 0 && width % 2 == 0;
        halving = inStrips ? VectorMaxPooling.halvingGradient(pooling.outputWidth(), width * COUNT) : null;
        int rows = inStrips ? 2 : height;
        stripInput = windows.corner(rows, 0);
        stripPlane = rows * width * COUNT;
        strip = new float[FIRST + convolution.outputChannels() * stripPlane];
        int[] positions = Arrays.copyOf(windows.corners(), rows * width);
        sums = new TapGradient(
                convolution.groups(),
                convolution.groupOutputChannels(),
                windows.taps(),
                windows.groupInput(),
                positions);
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
        if (halving == null) {
            pooling.backward(winners, winnersOffset, outputGradient, outputGradientOffset, strip, FIRST);
            sums.accumulate(padded, from, strip, FIRST);
            return;
        }
        int row = shape.outputWidth() * COUNT;
        for (int y = 0; y < shape.outputHeight(); y++) {
            for (int channel = 0; channel < shape.channels(); channel++) {
                int at = (channel * shape.outputHeight() + y) * row;
                halving.run(
                        winners,
                        winnersOffset + at,
                        outputGradient,
                        outputGradientOffset + at,
                        strip,
                        FIRST + channel * stripPlane);
            }
            sums.accumulate(padded, from + y * stripInput, strip, FIRST);
        }
    }

    @Override
    public void finish(float[] gradient, int weights, int bias) {
        sums.finishWeights(gradient, weights);
        if (bias != Convolution.NO_BIAS) {
            sums.finishBias(gradient, bias);
        }
        sums.clearBias();
    }
}
