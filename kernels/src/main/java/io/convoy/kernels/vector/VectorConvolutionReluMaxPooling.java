package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PoolingShape;

/**
 * Convolves as many rows as a row of pooling windows covers, into scratch that stays in the first cache, and pools from
 * there.
 */
final class VectorConvolutionReluMaxPooling implements ConvolutionReluMaxPooling {

    private final ConvolutionShape convolution;
    private final PoolingWindows poolingWindows;
    private final ReluMaxPooling pooling;
    private final ConvolutionWindows windows;
    private final ForwardProduct product;

    /** For each row of pooling windows the convolved pixels under it. */
    private final ForwardProduct.Pixels[] pixels;

    /** [channels][rows under a pooling window][width][16]. */
    private final float[] strip;

    private final int stripPlane;

    VectorConvolutionReluMaxPooling(ConvolutionShape convolution, PoolingShape pooling) {
        this.convolution = convolution;
        poolingWindows = PoolingWindows.of(pooling);
        this.pooling = new ReluMaxPooling(poolingWindows);
        windows = new ConvolutionWindows(convolution);
        stripPlane = pooling.window().height() * convolution.outputWidth() * COUNT;
        strip = new float[FIRST + convolution.outputChannels() * stripPlane];
        product = new ForwardProduct(convolution, windows, stripPlane);
        pixels = new ForwardProduct.Pixels[pooling.outputHeight()];
        for (int y = 0; y < pixels.length; y++) {
            int width = convolution.outputWidth();
            pixels[y] = product.pixels(
                    poolingWindows.firstRow()[y] * width, poolingWindows.rows()[y] * width);
        }
    }

    @Override
    public ConvolutionShape convolution() {
        return convolution;
    }

    @Override
    public PoolingShape pooling() {
        return poolingWindows.shape();
    }

    @Override
    public void setWeights(float[] parameters, int weights, int bias) {
        product.setWeights(parameters, weights, bias);
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        float[] padded = windows.input().array(input, inputOffset);
        int from = windows.input().offset(inputOffset);
        for (int y = 0; y < pixels.length; y++) {
            product.run(padded, from, pixels[y], strip, FIRST);
            int firstRow = poolingWindows.firstRow()[y];
            pooling.forward(y, strip, FIRST, firstRow, stripPlane, output, outputOffset, winners, winnersOffset);
        }
    }
}
