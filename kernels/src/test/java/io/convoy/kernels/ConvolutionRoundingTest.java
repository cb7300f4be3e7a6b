package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sums of rounded numbers against double precision. The bound is Higham's: the number of terms, times the unit
 * roundoff, times the sum of the terms' magnitudes (Accuracy and Stability of Numerical Algorithms, 3.1).
 */
@Tag("width")
class ConvolutionRoundingTest {

    private static final double UNIT_ROUNDOFF = 0x1p-24;
    private static final int LANE = 11;

    static Stream<Arguments> cases() {
        return Implementations.with(ConvolutionCase.all());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldRoundForwardWithinTheBound(Kernels kernels, ConvolutionCase given) {
        var shape = given.shape();
        var random = given.random();
        var parameters = Buffer.gaussians(shape.weightCount() + shape.outputChannels(), random);
        var input = Buffer.gaussians(shape.inputSize() * COUNT, random);
        var output = new Buffer(shape.outputSize() * COUNT);
        var convolution = kernels.convolution(shape);
        convolution.setWeights(parameters.array, parameters.offset, parameters.offset + shape.weightCount());

        convolution.forward(input.array, input.offset, output.array, output.offset);

        var weights = Arrays.copyOf(parameters.doubles(), shape.weightCount());
        var bias = Arrays.copyOfRange(parameters.doubles(), shape.weightCount(), parameters.size);
        var reference = new ReferenceConvolution(shape);
        int terms = shape.groupInputChannels() * shape.window().area() + 1;
        assertClose(
                reference.forward(input.lane(LANE), weights, bias),
                reference.forward(magnitudes(input.lane(LANE)), magnitudes(weights), magnitudes(bias)),
                terms,
                output.lane(LANE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldRoundInputGradientWithinTheBound(Kernels kernels, ConvolutionCase given) {
        var shape = given.shape();
        var random = given.random();
        var weights = Buffer.gaussians(shape.weightCount(), random);
        var outputGradient = Buffer.gaussians(shape.outputSize() * COUNT, random);
        var inputGradient = new Buffer(shape.inputSize() * COUNT);
        var convolution = kernels.convolution(shape);
        convolution.setWeights(weights.array, weights.offset, Convolution.NO_BIAS);

        convolution.backwardInput(
                outputGradient.array, outputGradient.offset, inputGradient.array, inputGradient.offset);

        var reference = new ReferenceConvolution(shape);
        assertClose(
                reference.backwardInput(outputGradient.lane(LANE), weights.doubles()),
                reference.backwardInput(magnitudes(outputGradient.lane(LANE)), magnitudes(weights.doubles())),
                shape.groupOutputChannels() * shape.window().area(),
                inputGradient.lane(LANE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldRoundWeightGradientWithinTheBound(Kernels kernels, ConvolutionCase given) {
        var shape = given.shape();
        var random = given.random();
        var input = Buffer.gaussians(shape.inputSize() * COUNT, random);
        var outputGradient = Buffer.gaussians(shape.outputSize() * COUNT, random);
        var gradient = new Buffer(shape.weightCount());
        var convolution = kernels.convolution(shape);

        convolution.accumulateWeightGradient(input.array, input.offset, outputGradient.array, outputGradient.offset);
        convolution.finishWeightGradient(gradient.array, gradient.offset, Convolution.NO_BIAS);

        var reference = new ReferenceConvolution(shape);
        var expected = new double[shape.weightCount()];
        var magnitude = new double[shape.weightCount()];
        for (int lane = 0; lane < COUNT; lane++) {
            var x = input.lane(lane);
            var dy = outputGradient.lane(lane);
            add(expected, reference.weightGradient(x, dy));
            add(magnitude, reference.weightGradient(magnitudes(x), magnitudes(dy)));
        }
        int terms = shape.outputHeight() * shape.outputWidth() + Integer.numberOfTrailingZeros(COUNT);
        assertClose(expected, magnitude, terms, gradient.doubles());
    }

    /** ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩ = ⟨w, ∂⟨conv(x), y⟩ / ∂w⟩, exact on integers. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldObeyTheAdjointLaw(Kernels kernels, ConvolutionCase given) {
        var shape = given.shape();
        var random = given.random();
        var weights = Buffer.integers(shape.weightCount(), 3, random);
        var x = Buffer.integers(shape.inputSize() * COUNT, 3, random);
        var y = Buffer.integers(shape.outputSize() * COUNT, 3, random);
        var output = new Buffer(y.size);
        var inputGradient = new Buffer(x.size);
        var weightGradient = new Buffer(weights.size);
        var convolution = kernels.convolution(shape);
        convolution.setWeights(weights.array, weights.offset, Convolution.NO_BIAS);

        convolution.forward(x.array, x.offset, output.array, output.offset);
        convolution.backwardInput(y.array, y.offset, inputGradient.array, inputGradient.offset);
        convolution.accumulateWeightGradient(x.array, x.offset, y.array, y.offset);
        convolution.finishWeightGradient(weightGradient.array, weightGradient.offset, Convolution.NO_BIAS);

        double product = dot(output, y);
        assertEquals(product, dot(x, inputGradient));
        assertEquals(product, dot(weights, weightGradient));
    }

    private static double dot(Buffer a, Buffer b) {
        double sum = 0;
        for (int i = 0; i < a.size; i++) {
            sum += (double) a.get(i) * b.get(i);
        }
        return sum;
    }

    private static double[] magnitudes(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    private static void add(double[] sums, double[] values) {
        Arrays.setAll(sums, i -> sums[i] + values[i]);
    }

    private static void assertClose(double[] expected, double[] magnitude, int terms, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], terms * UNIT_ROUNDOFF * magnitude[i], "at " + i);
        }
    }
}
