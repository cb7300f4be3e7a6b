package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PoolingShape;

/** Convolves two rows at a time, into scratch that stays in the first cache, and pools from there. */
final class VectorConvolutionReluMaxPooling implements ConvolutionReluMaxPooling {

    private final PoolingShape pooling;
    private final PaddedPlanes paddedInput;
    private final ForwardProduct product;

    /** For each row of pooling windows the convolved pixels under it. */
    private final TapProduct.Positions[] pixels;

    /** [channels][2][width][16]. */
    private final float[] strip;

    private final int stripPlane;

    VectorConvolutionReluMaxPooling(ConvolutionShape shape) {
        pooling = ConvolutionReluMaxPooling.pooling(shape);
        var windows = new ConvolutionWindows(shape);
        paddedInput = windows.input();
        int rows = pooling.window().height() * shape.outputWidth();
        stripPlane = rows * COUNT;
        strip = new float[FIRST + shape.outputChannels() * stripPlane];
        product = new ForwardProduct(shape, windows, stripPlane);
        pixels = new TapProduct.Positions[pooling.outputHeight()];
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
        int length = pooling.outputWidth() * COUNT;
        for (int y = 0; y < pixels.length; y++) {
            product.run(padded, from, pixels[y], strip, FIRST);
            for (int channel = 0; channel < pooling.channels(); channel++) {
                int upper = FIRST + channel * stripPlane;
                int row = (channel * pooling.outputHeight() + y) * length;
                ReluMaxPooling.halve(
                        length,
                        strip,
                        upper,
                        upper + stripPlane / 2,
                        output,
                        outputOffset + row,
                        winners,
                        winnersOffset + row);
            }
        }
    }
}
