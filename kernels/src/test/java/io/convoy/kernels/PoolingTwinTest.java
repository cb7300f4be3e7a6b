package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector kernels give the bits of the scalar kernels, whatever the numbers. */
@Tag("width")
class PoolingTwinTest {

    static Stream<Arguments> cases() {
        return Implementations.vector().stream()
                .flatMap(vector -> PoolingCase.all().stream().map(given -> Arguments.of(vector, given)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheSameMaxima(Kernels vector, PoolingCase given) {
        var shape = given.shape();
        var random = given.random();
        var input = Buffer.awkward(shape.inputSize() * COUNT, random);
        var outputGradient = Buffer.awkward(shape.outputSize() * COUNT, random);

        var expected = Maxima.of(Kernels.scalar().maxPooling(shape), input, outputGradient);
        var actual = Maxima.of(vector.maxPooling(shape), input, outputGradient);

        actual.winners().assertSame(expected.winners());
        actual.output().assertSameBits(expected.output());
        actual.inputGradient().assertSameBits(expected.inputGradient());
    }

    private record Maxima(Buffer output, IntBuffer winners, Buffer inputGradient) {

        static Maxima of(MaxPooling pooling, Buffer input, Buffer outputGradient) {
            var maxima = new Maxima(
                    new Buffer(outputGradient.size), new IntBuffer(outputGradient.size), new Buffer(input.size));
            pooling.forward(
                    input.array,
                    input.offset,
                    maxima.output.array,
                    maxima.output.offset,
                    maxima.winners.array,
                    maxima.winners.offset);
            pooling.backward(
                    maxima.winners.array,
                    maxima.winners.offset,
                    outputGradient.array,
                    outputGradient.offset,
                    maxima.inputGradient.array,
                    maxima.inputGradient.offset);
            return maxima;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheSameAverages(Kernels vector, PoolingCase given) {
        var shape = given.shape();
        var random = given.random();
        var input = Buffer.awkward(shape.inputSize() * COUNT, random);
        var outputGradient = Buffer.awkward(shape.outputSize() * COUNT, random);
        for (boolean countPadding : new boolean[] {true, false}) {
            var expectedOutput = new Buffer(outputGradient.size);
            var expectedGradient = new Buffer(input.size);
            average(
                    Kernels.scalar().averagePooling(shape, countPadding),
                    input,
                    expectedOutput,
                    outputGradient,
                    expectedGradient);
            var output = new Buffer(outputGradient.size);
            var gradient = new Buffer(input.size);
            average(vector.averagePooling(shape, countPadding), input, output, outputGradient, gradient);
            output.assertSameBits(expectedOutput);
            gradient.assertSameBits(expectedGradient);
        }
    }

    private static void average(
            AveragePooling pooling, Buffer input, Buffer output, Buffer outputGradient, Buffer inputGradient) {
        pooling.forward(input.array, input.offset, output.array, output.offset);
        pooling.backward(outputGradient.array, outputGradient.offset, inputGradient.array, inputGradient.offset);
    }
}
