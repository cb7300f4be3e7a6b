package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Dense layers take whole arrays for activations, so these have no canaries; parameters and gradients do. */
@Tag("width")
class DenseTest {

    record Case(int inputs, int outputs, int blocks) {

        DenseShape shape() {
            return new DenseShape(inputs, outputs);
        }

        Random random() {
            return new Random(31L * inputs + 7L * outputs + blocks);
        }
    }

    private static final List<Case> CASES = List.of(
            new Case(1, 1, 1),
            new Case(3, 2, 1),
            new Case(400, 120, 4),
            new Case(120, 84, 4),
            new Case(84, 10, 4),
            new Case(84, 10, 1),
            new Case(5, 13, 2),
            new Case(16, 16, 3),
            new Case(17, 31, 3),
            new Case(33, 12, 5),
            new Case(79, 25, 2),
            new Case(81, 4, 7));

    static Stream<Arguments> cases() {
        return Implementations.with(CASES);
    }

    static Stream<Arguments> twins() {
        return Implementations.vector().stream()
                .flatMap(vector -> CASES.stream().map(c -> Arguments.of(vector, c)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMultiplyIntegersExactly(Kernels kernels, Case given) {
        var random = given.random();
        var parameters = Buffer.integers(given.shape().weightCount() + given.outputs, 4, random);
        var input = integers(given.blocks * given.inputs * COUNT, random);
        var outputGradient = integers(given.blocks * given.outputs * COUNT, random);

        var actual = Passes.of(kernels.dense(given.shape()), given, parameters, input, outputGradient);

        for (int n = 0; n < given.blocks * COUNT; n++) {
            for (int o = 0; o < given.outputs; o++) {
                double sum = parameters.get(given.shape().weightCount() + o);
                for (int i = 0; i < given.inputs; i++) {
                    sum += parameters.get(o * given.inputs + i) * input[index(n, i, given.inputs)];
                }
                assertEquals(sum, actual.output[index(n, o, given.outputs)]);
            }
            for (int i = 0; i < given.inputs; i++) {
                double sum = 0;
                for (int o = 0; o < given.outputs; o++) {
                    sum += parameters.get(o * given.inputs + i) * outputGradient[index(n, o, given.outputs)];
                }
                assertEquals(sum, actual.inputGradient[index(n, i, given.inputs)]);
            }
        }
        assertGradient(given, input, outputGradient, actual.gradient);
    }

    private static void assertGradient(Case given, float[] input, float[] outputGradient, Buffer gradient) {
        gradient.assertCanariesAlive();
        for (int o = 0; o < given.outputs; o++) {
            var weights = new double[given.inputs];
            double bias = 0;
            for (int n = 0; n < given.blocks * COUNT; n++) {
                double factor = outputGradient[index(n, o, given.outputs)];
                bias += factor;
                for (int i = 0; i < given.inputs; i++) {
                    weights[i] += factor * input[index(n, i, given.inputs)];
                }
            }
            for (int i = 0; i < given.inputs; i++) {
                assertEquals(weights[i], gradient.get(o * given.inputs + i));
            }
            assertEquals(bias, gradient.get(given.shape().weightCount() + o));
        }
    }

    @ParameterizedTest
    @MethodSource("twins")
    void shouldGiveTheBitsOfTheScalarKernels(Kernels vector, Case given) {
        var random = given.random();
        var parameters = Buffer.gaussians(given.shape().weightCount() + given.outputs, random);
        for (int round = 0; round < 2; round++) {
            int inputSize = given.blocks * given.inputs * COUNT;
            int outputSize = given.blocks * given.outputs * COUNT;
            var input = (round == 0 ? Buffer.gaussians(inputSize, random) : Buffer.awkward(inputSize, random)).values();
            var outputGradient =
                    (round == 0 ? Buffer.gaussians(outputSize, random) : Buffer.awkward(outputSize, random)).values();
            var expected = Passes.of(Kernels.scalar().dense(given.shape()), given, parameters, input, outputGradient);
            var actual = Passes.of(vector.dense(given.shape()), given, parameters, input, outputGradient);
            assertArrayEquals(expected.output, actual.output);
            assertArrayEquals(expected.inputGradient, actual.inputGradient);
            actual.gradient.assertSameBits(expected.gradient);
        }
    }

    /** The bound is Higham's, as in {@link ConvolutionRoundingTest}. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldRoundWithinTheBound(Kernels kernels, Case given) {
        var random = given.random();
        var parameters = Buffer.gaussians(given.shape().weightCount() + given.outputs, random);
        var input =
                Buffer.gaussians(given.blocks * given.inputs * COUNT, random).values();
        var outputGradient =
                Buffer.gaussians(given.blocks * given.outputs * COUNT, random).values();

        var actual = Passes.of(kernels.dense(given.shape()), given, parameters, input, outputGradient);

        int images = given.blocks * COUNT;
        for (int n = 0; n < images; n += 5) {
            for (int o = 0; o < given.outputs; o++) {
                int image = n;
                int output = o;
                float bias = parameters.get(given.shape().weightCount() + o);
                assertSum(
                        given.inputs,
                        i -> (double) parameters.get(output * given.inputs + i) * input[index(image, i, given.inputs)],
                        bias,
                        actual.output[index(n, o, given.outputs)]);
            }
            for (int i = 0; i < given.inputs; i++) {
                int image = n;
                int column = i;
                assertSum(
                        given.outputs,
                        o -> (double) parameters.get(o * given.inputs + column)
                                * outputGradient[index(image, o, given.outputs)],
                        0,
                        actual.inputGradient[index(n, i, given.inputs)]);
            }
        }
        for (int w = 0; w < given.shape().weightCount(); w += 3) {
            int output = w / given.inputs;
            int column = w % given.inputs;
            assertSum(
                    images,
                    n -> (double) outputGradient[index(n, output, given.outputs)]
                            * input[index(n, column, given.inputs)],
                    0,
                    actual.gradient.get(w));
        }
    }

    private static void assertSum(int terms, IntToDoubleFunction term, double start, float actual) {
        double sum = start;
        double magnitude = Math.abs(start);
        for (int t = 0; t < terms; t++) {
            sum += term.applyAsDouble(t);
            magnitude += Math.abs(term.applyAsDouble(t));
        }
        assertEquals(sum, actual, (terms + 1) * 0x1p-24 * magnitude);
    }

    private record Passes(float[] output, float[] inputGradient, Buffer gradient) {

        static Passes of(Dense dense, Case given, Buffer parameters, float[] input, float[] outputGradient) {
            var passes =
                    new Passes(new float[outputGradient.length], new float[input.length], new Buffer(parameters.size));
            int weightCount = given.shape().weightCount();
            dense.setWeights(parameters.array, parameters.offset, parameters.offset + weightCount);
            dense.forward(given.blocks, input, passes.output);
            dense.backwardInput(given.blocks, outputGradient, passes.inputGradient);
            dense.weightGradient(
                    given.blocks,
                    input,
                    outputGradient,
                    passes.gradient.array,
                    passes.gradient.offset,
                    passes.gradient.offset + weightCount);
            return passes;
        }
    }

    private static float[] integers(int size, Random random) {
        return Buffer.integers(size, 8, random).values();
    }

    private static int index(int n, int value, int size) {
        return (n / COUNT * size + value) * COUNT + n % COUNT;
    }
}
