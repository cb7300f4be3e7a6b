package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small integers: every sum is exact, so the tolerance is zero. */
@Tag("width")
class ConvolutionTest {

    private static final int BLOCKS = 2;

    /** The lanes that are looked at, where lanes do not mix. */
    private static final int[] LANES = {0, 6, 15};

    static Stream<Arguments> cases() {
        return Implementations.with(ConvolutionCase.all());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldConvolveIntegersExactly(Kernels kernels, ConvolutionCase given) {
        var shape = given.shape();
        var random = given.random();
        var weights = Buffer.integers(shape.weightCount() + shape.outputChannels(), 4, random);
        var convolution = kernels.convolution(shape);
        convolution.setWeights(weights.array, weights.offset, weights.offset + shape.weightCount());
        for (int call = 0; call < 2; call++) {
            var input = Buffer.integers(shape.inputSize() * COUNT, 8, random);
            var output = new Buffer(shape.outputSize() * COUNT);

            convolution.forward(input.array, input.offset, output.array, output.offset);

            output.assertCanariesAlive();
            for (int lane : LANES) {
                var expected = new ReferenceConvolution(shape)
                        .forward(input.lane(lane), weightsOf(shape, weights), biasOf(shape, weights));
                assertArrayEquals(expected, output.lane(lane));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldPassIntegerGradientsBackExactly(Kernels kernels, ConvolutionCase given) {
        var shape = given.shape();
        var random = given.random();
        var weights = Buffer.integers(shape.weightCount(), 4, random);
        var convolution = kernels.convolution(shape);
        convolution.setWeights(weights.array, weights.offset, Convolution.NO_BIAS);
        for (int call = 0; call < 2; call++) {
            var outputGradient = Buffer.integers(shape.outputSize() * COUNT, 8, random);
            var inputGradient = new Buffer(shape.inputSize() * COUNT);

            convolution.backwardInput(
                    outputGradient.array, outputGradient.offset, inputGradient.array, inputGradient.offset);

            inputGradient.assertCanariesAlive();
            for (int lane : LANES) {
                var expected =
                        new ReferenceConvolution(shape).backwardInput(outputGradient.lane(lane), weights.doubles());
                assertArrayEquals(expected, inputGradient.lane(lane));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldSumIntegerWeightGradientsExactly(Kernels kernels, ConvolutionCase given) {
        var shape = given.shape();
        var random = given.random();
        var convolution = kernels.convolution(shape);
        for (int minibatch = 0; minibatch < 2; minibatch++) {
            var expectedWeights = new double[shape.weightCount()];
            var expectedBias = new double[shape.outputChannels()];
            for (int block = 0; block < BLOCKS; block++) {
                var input = Buffer.integers(shape.inputSize() * COUNT, 8, random);
                var outputGradient = Buffer.integers(shape.outputSize() * COUNT, 8, random);
                convolution.accumulateWeightGradient(
                        input.array, input.offset, outputGradient.array, outputGradient.offset);
                for (int lane = 0; lane < COUNT; lane++) {
                    var reference = new ReferenceConvolution(shape);
                    add(expectedWeights, reference.weightGradient(input.lane(lane), outputGradient.lane(lane)));
                    add(expectedBias, reference.biasGradient(outputGradient.lane(lane)));
                }
            }
            var gradient = new Buffer(shape.weightCount() + shape.outputChannels());

            convolution.finishWeightGradient(gradient.array, gradient.offset, gradient.offset + shape.weightCount());

            gradient.assertCanariesAlive();
            assertArrayEquals(expectedWeights, weightsOf(shape, gradient));
            assertArrayEquals(expectedBias, biasOf(shape, gradient));
        }
    }

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldConvolveAThreeByThreeImageAsByHand(Kernels kernels) {
        var convolution = kernels.convolution(new ConvolutionShape(1, 3, 3, 1, Window.square(2)));
        convolution.setWeights(new float[] {1, 2, 3, 4, 10}, 0, 4);
        var input = new float[9 * COUNT];
        for (int i = 0; i < input.length; i++) {
            input[i] = i / COUNT + 1;
        }
        var output = new float[4 * COUNT];
        convolution.forward(input, 0, output, 0);
        // 1·1 + 2·2 + 4·3 + 5·4 = 37, and so on; the bias is 10.
        assertArrayEquals(new float[] {47, 57, 77, 87}, lane(output, 7));

        var outputGradient = new float[4 * COUNT];
        outputGradient[7] = 1;
        outputGradient[3 * COUNT + 7] = 2;
        var inputGradient = new float[9 * COUNT];
        convolution.backwardInput(outputGradient, 0, inputGradient, 0);
        assertArrayEquals(new float[] {1, 2, 0, 3, 6, 4, 0, 6, 8}, lane(inputGradient, 7));

        convolution.accumulateWeightGradient(input, 0, outputGradient, 0);
        var gradient = new float[5];
        convolution.finishWeightGradient(gradient, 0, 4);
        assertArrayEquals(new float[] {1 + 2 * 5, 2 + 2 * 6, 4 + 2 * 8, 5 + 2 * 9, 3}, gradient);
    }

    private static float[] lane(float[] block, int lane) {
        var values = new float[block.length / COUNT];
        for (int i = 0; i < values.length; i++) {
            values[i] = block[i * COUNT + lane];
        }
        return values;
    }

    private static double[] weightsOf(ConvolutionShape shape, Buffer parameters) {
        return Arrays.copyOf(parameters.doubles(), shape.weightCount());
    }

    private static double[] biasOf(ConvolutionShape shape, Buffer parameters) {
        return Arrays.copyOfRange(parameters.doubles(), shape.weightCount(), parameters.size);
    }

    private static void add(double[] sums, double[] values) {
        Arrays.setAll(sums, i -> sums[i] + values[i]);
    }
}
