package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector kernels give the bits of the scalar kernels, whatever the numbers. */
@Tag("width")
class ConvolutionTwinTest {

    /** Where the numbers come from. */
    enum Numbers {
        GAUSSIANS(Buffer::gaussians),
        TINY(Buffer::tiny),
        AWKWARD(Buffer::awkward);

        private final BiFunction<Integer, Random, Buffer> draw;

        Numbers(BiFunction<Integer, Random, Buffer> draw) {
            this.draw = draw;
        }

        Buffer draw(int size, Random random) {
            return draw.apply(size, random);
        }
    }

    static Stream<Arguments> cases() {
        return Implementations.vector().stream()
                .flatMap(vector -> ConvolutionCase.all().stream()
                        .flatMap(given ->
                                Stream.of(Numbers.values()).map(numbers -> Arguments.of(vector, given, numbers))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheSameBits(Kernels vector, ConvolutionCase given, Numbers numbers) {
        var shape = given.shape();
        var random = given.random();
        var parameters = Buffer.gaussians(shape.weightCount() + shape.outputChannels(), random);
        var inputs = List.of(
                numbers.draw(shape.inputSize() * COUNT, random), Buffer.gaussians(shape.inputSize() * COUNT, random));
        var outputGradients = List.of(
                numbers.draw(shape.outputSize() * COUNT, random), Buffer.gaussians(shape.outputSize() * COUNT, random));

        var expected = Passes.of(Kernels.scalar().convolution(shape), parameters, inputs, outputGradients);
        var actual = Passes.of(vector.convolution(shape), parameters, inputs, outputGradients);

        actual.output().assertSameBits(expected.output());
        actual.inputGradient().assertSameBits(expected.inputGradient());
        actual.gradient().assertSameBits(expected.gradient());
    }

    /** What the three passes of a convolution compute; the weight gradient over all blocks, the rest of the first. */
    private record Passes(Buffer output, Buffer inputGradient, Buffer gradient) {

        static Passes of(
                Convolution convolution, Buffer parameters, List<Buffer> inputs, List<Buffer> outputGradients) {
            var shape = convolution.shape();
            var x = inputs.get(0);
            var dy = outputGradients.get(0);
            var passes = new Passes(
                    new Buffer(shape.outputSize() * COUNT),
                    new Buffer(shape.inputSize() * COUNT),
                    new Buffer(parameters.size));
            int bias = parameters.offset + shape.weightCount();
            convolution.setWeights(parameters.array, parameters.offset, bias);
            convolution.forward(x.array, x.offset, passes.output.array, passes.output.offset);
            convolution.backwardInput(dy.array, dy.offset, passes.inputGradient.array, passes.inputGradient.offset);
            for (int block = 0; block < inputs.size(); block++) {
                convolution.accumulateWeightGradient(
                        inputs.get(block).array,
                        inputs.get(block).offset,
                        outputGradients.get(block).array,
                        outputGradients.get(block).offset);
            }
            convolution.finishWeightGradient(passes.gradient.array, passes.gradient.offset, bias);
            return passes;
        }
    }
}
