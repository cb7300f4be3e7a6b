package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

    private static final List<ConvolutionShape> SHAPES = List.of(
            new ConvolutionShape(1, 32, 32, 6, Window.square(5)),
            new ConvolutionShape(1, 28, 28, 6, Window.square(5).withPadding(2)),
            new ConvolutionShape(6, 14, 14, 16, Window.square(5)),
            new ConvolutionShape(3, 9, 9, 7, Window.square(3).withPadding(1)),
            new ConvolutionShape(3, 10, 7, 13, Window.square(3)),
            new ConvolutionShape(2, 20, 17, 8, Window.square(3).withStride(2)),
            new ConvolutionShape(4, 8, 8, 4, Window.square(3).withPadding(1), 4),
            new ConvolutionShape(2, 8, 46, 3, Window.square(3)),
            new ConvolutionShape(5, 2, 2, 3, Window.square(1)));

    static Stream<Arguments> cases() {
        return Implementations.with(SHAPES);
    }

    /** Rounded numbers first, then integers, which give many ties and windows of zeros. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldEqualTheThreeOperators(Kernels kernels, ConvolutionShape shape) {
        var random = new Random(9);
        int parameterCount = shape.weightCount() + shape.outputChannels();
        assertEqualsTheThreeOperators(
                kernels,
                shape,
                Buffer.gaussians(parameterCount, random),
                Buffer.gaussians(shape.inputSize() * COUNT, random));
        assertEqualsTheThreeOperators(
                kernels,
                shape,
                Buffer.integers(parameterCount, 1, random),
                Buffer.integers(shape.inputSize() * COUNT, 1, random));
        assertEqualsTheThreeOperators(
                kernels, shape, Buffer.tiny(parameterCount, random), Buffer.tiny(shape.inputSize() * COUNT, random));
    }

    private static void assertEqualsTheThreeOperators(
            Kernels kernels, ConvolutionShape shape, Buffer parameters, Buffer input) {
        var pooling = ConvolutionReluMaxPooling.pooling(shape);
        int bias = parameters.offset + shape.weightCount();
        var convolved = new Buffer(shape.outputSize() * COUNT);
        var expected = new Buffer(pooling.outputSize() * COUNT);
        var expectedWinners = new IntBuffer(expected.size);
        var scalar = Kernels.scalar();
        var convolution = scalar.convolution(shape);
        convolution.setWeights(parameters.array, parameters.offset, bias);
        convolution.forward(input.array, input.offset, convolved.array, convolved.offset);
        scalar.relu().forward(convolved.array, convolved.offset, convolved.array, convolved.offset, convolved.size);
        scalar.maxPooling(pooling)
                .forward(
                        convolved.array,
                        convolved.offset,
                        expected.array,
                        expected.offset,
                        expectedWinners.array,
                        expectedWinners.offset);
        var output = new Buffer(expected.size);
        var winners = new IntBuffer(PooledWinners.length(pooling));
        var fused = kernels.convolutionReluMaxPooling(shape);
        fused.setWeights(parameters.array, parameters.offset, bias);
        fused.forward(input.array, input.offset, output.array, output.offset, winners.array, winners.offset);

        output.assertSameBits(expected);
        winners.assertCanariesAlive();
        int dead = 0;
        for (int i = 0; i < expected.size; i++) {
            int code = code(pooling, winners, i);
            if (expected.get(i) == 0) {
                dead++;
                assertEquals(4, code & 4, "a window without gradient at " + i);
            } else {
                assertEquals(expectedWinners.get(i), code, "winner at " + i);
            }
        }
        assertTrue(dead > 0 && dead < expected.size, "a test of live and dead windows, but " + dead + " are dead");
    }

    /** The three bits of value {@code i} of the output. */
    private static int code(PoolingShape pooling, IntBuffer winners, int i) {
        int x = i / COUNT % pooling.outputWidth();
        int row = i / COUNT / pooling.outputWidth();
        int word = (row * PooledWinners.words(pooling) + PooledWinners.word(x)) * COUNT + i % COUNT;
        return winners.get(word) >>> PooledWinners.shift(pooling, x) & 7;
    }

    /** Any bits, those of windows and those of none, for {@link PooledWinners}. */
    private static IntBuffer winners(PoolingShape pooling, Random random) {
        var winners = new IntBuffer(PooledWinners.length(pooling));
        for (int i = 0; i < winners.size; i++) {
            winners.array[winners.offset + i] = random.nextInt();
        }
        return winners;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldPassGradientsToTheWinnersThatAreNotZero(Kernels kernels, ConvolutionShape shape) {
        var random = new Random(11);
        var pooling = ConvolutionReluMaxPooling.pooling(shape);
        var winners = winners(pooling, random);
        var outputGradient = Buffer.gaussians(pooling.outputSize() * COUNT, random);
        var positions = new int[outputGradient.size];
        var alive = new Buffer(outputGradient.size);
        for (int i = 0; i < positions.length; i++) {
            int code = code(pooling, winners, i);
            positions[i] = code & 3;
            alive.array[alive.offset + i] = code < 4 ? outputGradient.get(i) : 0f;
        }
        var expected = new Buffer(shape.outputSize() * COUNT);
        Kernels.scalar()
                .maxPooling(pooling)
                .backward(positions, 0, alive.array, alive.offset, expected.array, expected.offset);

        var actual = new Buffer(expected.size);
        kernels.convolutionReluMaxPooling(shape)
                .backwardPooling(
                        winners.array,
                        winners.offset,
                        outputGradient.array,
                        outputGradient.offset,
                        actual.array,
                        actual.offset);

        actual.assertSameBits(expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAccumulateWeightGradientOfPoolingThenConvolution(Kernels kernels, ConvolutionShape shape) {
        var random = new Random(10);
        var pooling = ConvolutionReluMaxPooling.pooling(shape);
        var scalar = Kernels.scalar();
        var fused = scalar.convolutionReluMaxPooling(shape);
        var convolution = scalar.convolution(shape);
        var pooled = kernels.pooledWeightGradient(shape);
        var gradient = new Buffer(shape.weightCount() + shape.outputChannels());
        var expected = new Buffer(gradient.size);
        // Partial sums go on from block to block, and begin anew after they were read.
        for (int minibatch = 0; minibatch < 2; minibatch++) {
            for (int block = 0; block < 2; block++) {
                var input = Buffer.gaussians(shape.inputSize() * COUNT, random);
                var outputGradient = Buffer.gaussians(pooling.outputSize() * COUNT, random);
                var winners = winners(pooling, random);
                var convolved = new Buffer(shape.outputSize() * COUNT);
                fused.backwardPooling(
                        winners.array,
                        winners.offset,
                        outputGradient.array,
                        outputGradient.offset,
                        convolved.array,
                        convolved.offset);
                convolution.accumulateWeightGradient(input.array, input.offset, convolved.array, convolved.offset);
                pooled.accumulate(
                        input.array,
                        input.offset,
                        winners.array,
                        winners.offset,
                        outputGradient.array,
                        outputGradient.offset);
            }
            convolution.finishWeightGradient(expected.array, expected.offset, expected.offset + shape.weightCount());
            pooled.finish(gradient.array, gradient.offset, gradient.offset + shape.weightCount());

            gradient.assertSameBits(expected);
            assertTrue(expected.get(0) != 0 && expected.get(expected.size - 1) != 0, "a gradient that is 0");
        }
    }
}
