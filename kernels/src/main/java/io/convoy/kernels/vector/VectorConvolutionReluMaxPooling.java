package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import java.util.Arrays;

/** Convolves two rows at a time, into scratch that stays in the first cache, and pools from there. */
final class VectorConvolutionReluMaxPooling implements ConvolutionReluMaxPooling {

    private final ConvolutionShape shape;
    private final PaddedPlanes paddedInput;
    private final ForwardProduct product;

    /** From the strip. */
    private final ReluMaxPooling pooling;

    /** To the whole output of the convolution. */
    private final ReluMaxPooling backwardPooling;

    /** For each row of pooling windows the convolved pixels under it. */
    private final TapProduct.Positions[] pixels;

    /** [channels][2][width][16]. */
    private final float[] strip;

    /** Floats of a row of the convolution's output. */
    private final int width;

    /** Whether a last row or column lies under no window. */
    private final boolean hasRest;

    VectorConvolutionReluMaxPooling(ConvolutionShape shape) {
        this.shape = shape;
        var windows = new ConvolutionWindows(shape);
        paddedInput = windows.input();
        int rows = 2 * shape.outputWidth();
        width = shape.outputWidth() * COUNT;
        hasRest = shape.outputHeight() % 2 != 0 || shape.outputWidth() % 2 != 0;
        strip = new float[FIRST + shape.outputChannels() * 2 * width];
        product = new ForwardProduct(shape, windows, 2 * width);
        var poolingShape = ConvolutionReluMaxPooling.pooling(shape);
        pooling = new ReluMaxPooling(poolingShape, width, 2 * width);
        backwardPooling = new ReluMaxPooling(poolingShape, width, shape.outputHeight() * width);
        pixels = new TapProduct.Positions[poolingShape.outputHeight()];
        for (int y = 0; y < pixels.length; y++) {
            pixels[y] = product.pixels(y * rows, rows);
        }
    }

    @Override
    public void setWeights(float[] parameters, int weights, int bias) {
        product.setWeights(parameters, weights, bias);
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        float[] padded = paddedInput.array(input, inputOffset);
        int from = paddedInput.offset(inputOffset);
        for (int y = 0; y < pixels.length; y++) {
            product.run(padded, from, pixels[y], strip, FIRST);
            pooling.forward(y, strip, FIRST, output, outputOffset, winners, winnersOffset);
        }
    }

    @Override
    public void backwardPooling(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] convolvedGradient,
            int convolvedGradientOffset) {
        if (hasRest) {
            int end = convolvedGradientOffset + shape.outputSize() * COUNT;
            Arrays.fill(convolvedGradient, convolvedGradientOffset, end, 0f);
        }
        for (int y = 0; y < pixels.length; y++) {
            backwardPooling.backward(
                    y,
                    winners,
                    winnersOffset,
                    outputGradient,
                    outputGradientOffset,
                    convolvedGradient,
                    convolvedGradientOffset + 2 * y * width);
        }
    }
}
