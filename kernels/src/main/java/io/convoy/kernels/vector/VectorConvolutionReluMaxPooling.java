package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PoolingShape;
import java.util.Arrays;

/**
 * Convolves as many rows as a row of pooling windows covers, into scratch that stays in the first cache, and pools from
 * there.
 */
final class VectorConvolutionReluMaxPooling implements ConvolutionReluMaxPooling {

    private final ConvolutionShape convolution;
    private final PoolingWindows poolingWindows;
    private final ReluMaxPooling pooling;
    private final ConvolutionWindows windows;
    private final TapProduct product;

    /** For each row of pooling windows, where in the input and in {@link #strip} its convolved pixels lie. */
    private final int[][] inputPositions;

    private final int[][] stripPositions;

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
        int[] taps = windows.taps();
        product = new TapProduct(
                convolution.groups(), convolution.groupOutputChannels(), taps, windows.groupInput(), stripPlane);
        int[] corners = windows.corners();
        inputPositions = new int[pooling.outputHeight()][];
        stripPositions = new int[pooling.outputHeight()][];
        for (int y = 0; y < inputPositions.length; y++) {
            int first = poolingWindows.firstRow()[y] * convolution.outputWidth();
            int count = poolingWindows.rows()[y] * convolution.outputWidth();
            inputPositions[y] = product.wholeTiles(Arrays.copyOfRange(corners, first, first + count));
            stripPositions[y] = product.wholeTiles(TapProduct.multiples(count, COUNT));
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
        product.setWeights(parameters, weights);
        if (bias == Convolution.NO_BIAS) {
            product.clearBias();
        } else {
            product.setBias(parameters, bias);
        }
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        float[] padded = windows.input().array(input, inputOffset);
        int from = windows.input().offset(inputOffset);
        for (int y = 0; y < inputPositions.length; y++) {
            product.run(-0f, padded, from, inputPositions[y], strip, FIRST, stripPositions[y]);
            int firstRow = poolingWindows.firstRow()[y];
            pooling.forward(y, strip, FIRST, firstRow, stripPlane, output, outputOffset, winners, winnersOffset);
        }
    }
}
