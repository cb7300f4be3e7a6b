package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class MaxPoolingTest {

    static Stream<Arguments> cases() {
        return Implementations.with(PoolingCase.all());
    }

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    /** Few different integers, so that most windows have ties. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldFindTheFirstMaximum(Kernels kernels, PoolingCase given) {
        var shape = given.shape();
        var input = Buffer.integers(shape.inputSize() * COUNT, 2, given.random());
        var output = new Buffer(shape.outputSize() * COUNT);
        var winners = new IntBuffer(output.size);

        kernels.maxPooling(shape)
                .forward(input.array, input.offset, output.array, output.offset, winners.array, winners.offset);

        output.assertCanariesAlive();
        winners.assertCanariesAlive();
        var windows = new ReferencePooling(shape).windows();
        for (int i = 0; i < output.size; i++) {
            int lane = i % COUNT;
            var window = windows.get(i / COUNT);
            var best = window.get(0);
            for (var pixel : window) {
                best = input.get(pixel.index() * COUNT + lane) > input.get(best.index() * COUNT + lane) ? pixel : best;
            }
            assertEquals(best.position(), winners.get(i), "winner at " + i);
            assertEquals(input.get(best.index() * COUNT + lane), output.get(i), "maximum at " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldPassGradientsToTheWinners(Kernels kernels, PoolingCase given) {
        var shape = given.shape();
        var random = given.random();
        var windows = new ReferencePooling(shape).windows();
        var outputGradient = Buffer.integers(shape.outputSize() * COUNT, 9, random);
        var winners = new IntBuffer(outputGradient.size);
        var expected = new float[shape.inputSize() * COUNT];
        for (int i = 0; i < winners.size; i++) {
            var window = windows.get(i / COUNT);
            var winner = window.get(random.nextInt(window.size()));
            winners.array[winners.offset + i] = winner.position();
            expected[winner.index() * COUNT + i % COUNT] += outputGradient.get(i);
        }
        var inputGradient = new Buffer(expected.length);

        kernels.maxPooling(shape)
                .backward(
                        winners.array,
                        winners.offset,
                        outputGradient.array,
                        outputGradient.offset,
                        inputGradient.array,
                        inputGradient.offset);

        inputGradient.assertCanariesAlive();
        assertArrayEquals(expected, inputGradient.values());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldRankAwkwardNumbers(Kernels kernels) {
        float nan = Float.NaN;
        float infinity = Float.POSITIVE_INFINITY;
        assertWinner(kernels, 2, 1, 2, nan, infinity);
        assertWinner(kernels, 1, 1, nan, infinity, nan);
        assertWinner(kernels, 0, -0f, 0f, -1, -0f);
        assertWinner(kernels, 1, -1, 0f, -0f, -0f);
        assertWinner(kernels, 0, -infinity, -infinity, -infinity, -infinity);
        assertWinner(kernels, 3, -infinity, -3, -2, -Float.MIN_VALUE);
        assertWinner(kernels, 2, 0, -0f, Float.MIN_VALUE, 0);
    }

    private static void assertWinner(Kernels kernels, int expected, float... window) {
        var input = new float[4 * COUNT];
        for (int i = 0; i < input.length; i++) {
            input[i] = window[i / COUNT];
        }
        var output = new float[COUNT];
        var winners = new int[COUNT];
        kernels.maxPooling(new PoolingShape(1, 2, 2, Window.square(2))).forward(input, 0, output, 0, winners, 0);
        for (int lane = 0; lane < COUNT; lane++) {
            assertEquals(expected, winners[lane], Arrays.toString(window));
            assertEquals(Float.floatToIntBits(window[expected]), Float.floatToIntBits(output[lane]));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldNeverChoosePadding(Kernels kernels) {
        var shape = new PoolingShape(1, 1, 1, Window.square(2).withPadding(1));
        var input = new float[COUNT];
        Arrays.fill(input, Float.NEGATIVE_INFINITY);
        var output = new float[4 * COUNT];
        var winners = new int[4 * COUNT];
        kernels.maxPooling(shape).forward(input, 0, output, 0, winners, 0);
        for (int i = 0; i < winners.length; i++) {
            assertEquals(3 - i / COUNT, winners[i]);
            assertEquals(Float.NEGATIVE_INFINITY, output[i]);
        }
    }
}
