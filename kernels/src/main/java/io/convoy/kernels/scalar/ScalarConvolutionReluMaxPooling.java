package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Activation;
import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.MaxPooling;

/** The three operators one after the other. */
final class ScalarConvolutionReluMaxPooling implements ConvolutionReluMaxPooling {

    private final Convolution convolution;
    private final Activation relu = ScalarActivation.RELU;
    private final MaxPooling maxPooling;
    private final float[] convolved;

    ScalarConvolutionReluMaxPooling(ConvolutionShape shape) {
        convolution = new ScalarConvolution(shape);
        maxPooling = new ScalarMaxPooling(ConvolutionReluMaxPooling.pooling(shape));
        convolved = new float[shape.outputSize() * COUNT];
    }

    @Override
    public void setWeights(float[] parameters, int weights, int bias) {
        convolution.setWeights(parameters, weights, bias);
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        convolution.forward(input, inputOffset, convolved, 0);
        relu.forward(convolved, 0, convolved, 0, convolved.length);
        maxPooling.forward(convolved, 0, output, outputOffset, winners, winnersOffset);
        for (int i = 0; i < maxPooling.shape().outputSize() * COUNT; i++) {
            int bits = Float.floatToRawIntBits(output[outputOffset + i]);
            // ReLU leaves no sign bit, so this is 0 for 0 and −1 else: no branch, since nobody could predict it.
            int alive = -bits >> 31;
            winners[winnersOffset + i] |= ~alive;
        }
    }
}
