package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PoolingShape;

/** Convolution into scratch of one block, then pooling from there. */
final class ScratchPooling implements ConvolutionReluMaxPooling {

    private final VectorConvolution convolution;
    private final PoolingShape poolingShape;
    private final ReluMaxPooling pooling;
    private final float[] convolved;

    ScratchPooling(ConvolutionShape convolution, PoolingShape pooling) {
        this.convolution = new VectorConvolution(convolution);
        this.pooling = new ReluMaxPooling(PoolingWindows.of(pooling));
        poolingShape = pooling;
        convolved = new float[convolution.outputSize() * COUNT];
    }

    @Override
    public ConvolutionShape convolution() {
        return convolution.shape();
    }

    @Override
    public PoolingShape pooling() {
        return poolingShape;
    }

    @Override
    public void setWeights(float[] parameters, int weights, int bias) {
        convolution.setWeights(parameters, weights, bias);
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        convolution.forward(input, inputOffset, convolved, 0);
        pooling.forward(convolved, 0, output, outputOffset, winners, winnersOffset);
    }
}
