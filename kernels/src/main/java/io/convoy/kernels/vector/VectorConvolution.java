package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;

/** All three passes as sums over tables of taps, see {@link ForwardProduct} and {@link WeightGradient}. */
final class VectorConvolution implements Convolution {

    private final ConvolutionShape shape;
    private final PaddedPlanes paddedInput;
    private final ForwardProduct product;
    private final TapProduct.Positions pixels;
    private final WeightGradient weightGradient;
    private final InputGradient inputGradient;

    private final float[] weights;
    private boolean backwardIsStale;

    VectorConvolution(ConvolutionShape shape) {
        this.shape = shape;
        var windows = new ConvolutionWindows(shape);
        paddedInput = windows.input();
        int[] positions = windows.corners();
        product = new ForwardProduct(shape, windows, positions.length * COUNT);
        pixels = product.pixels(0, positions.length);
        weightGradient =
                PanelGradient.fits(shape) ? new PanelGradient(shape, windows) : new StreamedGradient(shape, windows);
        inputGradient = FiveWideInputGradient.fits(shape)
                ? new FiveWideInputGradient(shape)
                : new ConvolutionInputGradient(shape);
        weights = new float[shape.weightCount()];
    }

    @Override
    public ConvolutionShape shape() {
        return shape;
    }

    @Override
    public void setWeights(float[] parameters, int weightsOffset, int biasOffset) {
        System.arraycopy(parameters, weightsOffset, weights, 0, weights.length);
        product.setWeights(parameters, weightsOffset, biasOffset);
        backwardIsStale = true;
    }

    @Override
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset) {
        float[] padded = paddedInput.array(input, inputOffset);
        product.run(padded, paddedInput.offset(inputOffset), pixels, output, outputOffset);
    }

    @Override
    public void backwardInput(
            float[] outputGradient, int outputGradientOffset, float[] inputGradients, int inputGradientOffset) {
        if (backwardIsStale) {
            inputGradient.setWeights(weights);
            backwardIsStale = false;
        }
        inputGradient.run(outputGradient, outputGradientOffset, inputGradients, inputGradientOffset);
    }

    @Override
    public void accumulateWeightGradient(
            float[] input, int inputOffset, float[] outputGradient, int outputGradientOffset) {
        weightGradient.accumulate(
                paddedInput.array(input, inputOffset),
                paddedInput.offset(inputOffset),
                outputGradient,
                outputGradientOffset);
    }

    @Override
    public void finishWeightGradient(float[] gradient, int weightsOffset, int biasOffset) {
        weightGradient.finish(gradient, weightsOffset, biasOffset);
    }
}
