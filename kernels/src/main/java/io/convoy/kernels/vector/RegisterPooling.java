package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PoolingShape;

/** Convolution and pooling of two by two pixels in one tile: the convolution's output stays in registers. */
final class RegisterPooling implements ConvolutionReluMaxPooling {

    private final ConvolutionShape convolution;
    private final PoolingShape pooling;
    private final ConvolutionWindows windows;
    private final TapProduct product;
    private final int tapCount;
    private final int[] inputPositions;
    private final int[] outputPositions;

    RegisterPooling(ConvolutionShape convolution, PoolingShape pooling) {
        this.convolution = convolution;
        this.pooling = pooling;
        windows = new ConvolutionWindows(convolution);
        int[] taps = windows.taps();
        tapCount = taps.length;
        int outputPlane = pooling.outputHeight() * pooling.outputWidth() * COUNT;
        product = new TapProduct(
                convolution.groups(), convolution.groupOutputChannels(), taps, windows.groupInput(), outputPlane);
        inputPositions = new int[pooling.outputHeight() * pooling.outputWidth()];
        outputPositions = TapProduct.multiples(inputPositions.length, COUNT);
        for (int i = 0; i < inputPositions.length; i++) {
            inputPositions[i] = windows.corner(2 * (i / pooling.outputWidth()), 2 * (i % pooling.outputWidth()));
        }
    }

    static boolean fits(ConvolutionShape convolution, PoolingShape pooling) {
        return TapProduct.pools(convolution.groupOutputChannels())
                && PoolingWindows.of(pooling).areHalving();
    }

    @Override
    public ConvolutionShape convolution() {
        return convolution;
    }

    @Override
    public PoolingShape pooling() {
        return pooling;
    }

    @Override
    public void setWeights(float[] parameters, int weights, int bias) {
        int[] sources = TapProduct.multiples(tapCount, 1);
        product.setWeights(parameters, weights, convolution.groupOutputChannels() * tapCount, tapCount, sources);
        if (bias == Convolution.NO_BIAS) {
            product.clearBias();
        } else {
            product.setBias(parameters, bias);
        }
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        product.runPooled(
                windows.input().array(input, inputOffset),
                windows.input().offset(inputOffset),
                inputPositions,
                windows.corner(1, 0),
                windows.corner(0, 1),
                output,
                outputOffset,
                winners,
                winnersOffset,
                outputPositions);
    }
}
