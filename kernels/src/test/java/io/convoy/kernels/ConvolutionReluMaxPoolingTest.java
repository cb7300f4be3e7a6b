package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class ConvolutionReluMaxPoolingTest {

    record Case(ConvolutionShape convolution, Window window) {

        PoolingShape pooling() {
            return new PoolingShape(
                    convolution.outputChannels(), convolution.outputHeight(), convolution.outputWidth(), window);
        }
    }

    private static final Window HALVE = Window.square(2).withStride(2);

    private static final List<Case> CASES = List.of(
            new Case(new ConvolutionShape(1, 32, 32, 6, Window.square(5)), HALVE),
            new Case(new ConvolutionShape(1, 28, 28, 6, Window.square(5).withPadding(2)), HALVE),
            new Case(new ConvolutionShape(6, 14, 14, 16, Window.square(5)), HALVE),
            new Case(new ConvolutionShape(3, 9, 9, 7, Window.square(3).withPadding(1)), HALVE),
            new Case(new ConvolutionShape(3, 10, 7, 13, Window.square(3)), HALVE),
            new Case(
                    new ConvolutionShape(2, 9, 9, 4, Window.square(3)),
                    Window.square(3).withStride(2).withPadding(1)),
            new Case(new ConvolutionShape(4, 8, 8, 4, Window.square(3).withPadding(1), 4), HALVE),
            new Case(new ConvolutionShape(5, 2, 2, 3, Window.square(1)), HALVE));

    static Stream<Arguments> cases() {
        return Implementations.with(CASES);
    }

    /** Rounded numbers first, then integers, which give many ties and windows of zeros. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldEqualTheThreeOperators(Kernels kernels, Case given) {
        var random = new Random(9);
        var shape = given.convolution();
        int parameterCount = shape.weightCount() + shape.outputChannels();
        assertEqualsTheThreeOperators(
                kernels,
                given,
                Buffer.gaussians(parameterCount, random),
                Buffer.gaussians(shape.inputSize() * COUNT, random));
        assertEqualsTheThreeOperators(
                kernels,
                given,
                Buffer.integers(parameterCount, 1, random),
                Buffer.integers(shape.inputSize() * COUNT, 1, random));
        assertEqualsTheThreeOperators(
                kernels, given, Buffer.tiny(parameterCount, random), Buffer.tiny(shape.inputSize() * COUNT, random));
    }

    private static void assertEqualsTheThreeOperators(Kernels kernels, Case given, Buffer parameters, Buffer input) {
        var shape = given.convolution();
        int bias = parameters.offset + shape.weightCount();
        var convolved = new Buffer(shape.outputSize() * COUNT);
        var expected = new Buffer(given.pooling().outputSize() * COUNT);
        var expectedWinners = new IntBuffer(expected.size);
        var scalar = Kernels.scalar();
        var convolution = scalar.convolution(shape);
        convolution.setWeights(parameters.array, parameters.offset, bias);
        convolution.forward(input.array, input.offset, convolved.array, convolved.offset);
        scalar.relu().forward(convolved.array, convolved.offset, convolved.array, convolved.offset, convolved.size);
        scalar.maxPooling(given.pooling())
                .forward(
                        convolved.array,
                        convolved.offset,
                        expected.array,
                        expected.offset,
                        expectedWinners.array,
                        expectedWinners.offset);
        int dead = 0;
        for (int i = 0; i < expected.size; i++) {
            if (expected.get(i) == 0) {
                expectedWinners.array[expectedWinners.offset + i] = -1;
                dead++;
            }
        }
        assertTrue(dead > 0 && dead < expected.size, "a test of live and dead windows, but " + dead + " are dead");

        var output = new Buffer(expected.size);
        var winners = new IntBuffer(expected.size);
        var fused = kernels.convolutionReluMaxPooling(shape, given.pooling());
        fused.setWeights(parameters.array, parameters.offset, bias);
        fused.forward(input.array, input.offset, output.array, output.offset, winners.array, winners.offset);

        output.assertSameBits(expected);
        winners.assertSame(expectedWinners);
    }
}
