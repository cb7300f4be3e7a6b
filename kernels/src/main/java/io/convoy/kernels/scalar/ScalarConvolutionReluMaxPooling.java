package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Activation;
import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.MaxPooling;
import io.convoy.kernels.PooledWinners;
import io.convoy.kernels.PoolingShape;
import java.util.Arrays;

/** The three operators one after the other. */
final class ScalarConvolutionReluMaxPooling implements ConvolutionReluMaxPooling {

    private final Convolution convolution;
    private final Activation relu = ScalarActivation.RELU;
    private final MaxPooling maxPooling;
    private final float[] convolved;

    /** As {@link MaxPooling} has them. */
    private final int[] positions;

    ScalarConvolutionReluMaxPooling(ConvolutionShape shape) {
        convolution = new ScalarConvolution(shape);
        maxPooling = new ScalarMaxPooling(ConvolutionReluMaxPooling.pooling(shape));
        convolved = new float[shape.outputSize() * COUNT];
        positions = new int[maxPooling.shape().outputSize() * COUNT];
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
        maxPooling.forward(convolved, 0, output, outputOffset, positions, 0);
        var shape = maxPooling.shape();
        int words = PooledWinners.words(shape);
        Arrays.fill(winners, winnersOffset, winnersOffset + PooledWinners.length(shape), 0);
        int at = 0;
        for (int row = 0; row < shape.channels() * shape.outputHeight(); row++) {
            for (int x = 0; x < shape.outputWidth(); x++) {
                int word = winnersOffset + (row * words + PooledWinners.word(x)) * COUNT;
                int shift = PooledWinners.shift(shape, x);
                for (int lane = 0; lane < COUNT; lane++, at++) {
                    // ReLU leaves no sign bit, so this is 4 for 0 and 0 else: no branch, since nobody could predict it.
                    int isZero = ~(-Float.floatToRawIntBits(output[outputOffset + at]) >> 31) & 4;
                    winners[word + lane] |= (isZero | positions[at]) << shift;
                }
            }
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
        spread(
                maxPooling.shape(),
                winners,
                winnersOffset,
                outputGradient,
                outputGradientOffset,
                convolvedGradient,
                convolvedGradientOffset);
    }

    /** {@link ConvolutionReluMaxPooling#backwardPooling}. */
    static void spread(
            PoolingShape shape,
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] gradient,
            int gradientOffset) {
        Arrays.fill(gradient, gradientOffset, gradientOffset + shape.inputSize() * COUNT, 0f);
        int words = PooledWinners.words(shape);
        int width = shape.inputWidth() * COUNT;
        int at = outputGradientOffset;
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = 0; y < shape.outputHeight(); y++) {
                int row = channel * shape.outputHeight() + y;
                int to = gradientOffset + (channel * shape.inputHeight() + 2 * y) * width;
                for (int x = 0; x < shape.outputWidth(); x++, to += 2 * COUNT) {
                    int word = winnersOffset + (row * words + PooledWinners.word(x)) * COUNT;
                    int shift = PooledWinners.shift(shape, x);
                    for (int lane = 0; lane < COUNT; lane++, at++) {
                        int code = winners[word + lane] >>> shift & 7;
                        if (code < 4) {
                            gradient[to + lane + (code >> 1) * width + (code & 1) * COUNT] += outputGradient[at];
                        }
                    }
                }
            }
        }
    }
}
