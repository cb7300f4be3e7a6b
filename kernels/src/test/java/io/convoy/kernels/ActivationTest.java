package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class ActivationTest {

    /** An activation under test, with its definition in double precision. */
    enum Named {
        RELU(Kernels::relu, x -> Math.max(0, x)),
        RELU6(Kernels::relu6, x -> Math.min(Math.max(0, x), 6)),
        SIGMOID(Kernels::sigmoid, x -> 1 / (1 + Math.exp(-x))),
        TANH(Kernels::tanh, Math::tanh);

        private final Function<Kernels, Activation> of;
        private final DoubleUnaryOperator exact;

        Named(Function<Kernels, Activation> of, DoubleUnaryOperator exact) {
            this.of = of;
            this.exact = exact;
        }
    }

    private static final List<Integer> LENGTHS = List.of(0, 1, 15, 16, 17, 160, 1003);

    static Stream<Arguments> cases() {
        return Implementations.with(List.of(Named.values()));
    }

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldComputeItsFunctionAndDerivative(Kernels kernels, Named named) {
        var activation = named.of.apply(kernels);
        var random = new Random(1);
        var x = Buffer.filled(333, () -> 3 * random.nextGaussian());
        var y = new Buffer(x.size);
        var gradient = Buffer.filled(x.size, () -> 2);

        activation.forward(x.array, x.offset, y.array, y.offset, x.size);
        activation.backward(y.array, y.offset, gradient.array, gradient.offset, x.size);

        double step = 1e-5;
        for (int i = 0; i < x.size; i++) {
            double at = x.get(i);
            assertEquals(named.exact.applyAsDouble(at), y.get(i), 1e-6);
            double numeric = (named.exact.applyAsDouble(at + step) - named.exact.applyAsDouble(at - step)) / step;
            assertEquals(numeric, gradient.get(i), 1e-5, "derivative at " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheBitsOfTheScalarKernelsAtEveryLength(Kernels kernels, Named named) {
        var random = new Random(2);
        for (int length : LENGTHS) {
            var x = Buffer.awkward(length, random);
            var dy = Buffer.awkward(length, random);
            var expected = passes(named.of.apply(Kernels.scalar()), x, dy);
            var actual = passes(named.of.apply(kernels), x, dy);
            for (int i = 0; i < expected.size(); i++) {
                actual.get(i).assertSameBits(expected.get(i));
            }
        }
    }

    /** Output and input gradient. */
    private static List<Buffer> passes(Activation activation, Buffer x, Buffer dy) {
        var output = new Buffer(x.size);
        var gradient = new Buffer(x.size);
        System.arraycopy(dy.array, dy.offset, gradient.array, gradient.offset, x.size);
        activation.forward(x.array, x.offset, output.array, output.offset, x.size);
        activation.backward(output.array, output.offset, gradient.array, gradient.offset, x.size);
        return List.of(output, gradient);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldWorkInPlace(Kernels kernels, Named named) {
        var activation = named.of.apply(kernels);
        var x = Buffer.gaussians(100, new Random(3));
        var y = new Buffer(x.size);
        activation.forward(x.array, x.offset, y.array, y.offset, x.size);
        activation.forward(x.array, x.offset, x.array, x.offset, x.size);
        x.assertSameBits(y);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void reluShouldTakeSignedNumbersToZeroAndKeepOtherNaNs(Kernels kernels) {
        float negativeNaN = Float.intBitsToFloat(0xffc00000);
        float[] x = {-0f, -1f, Float.NEGATIVE_INFINITY, negativeNaN, -Float.MIN_VALUE, Float.MIN_VALUE, 3f};
        x = Arrays.copyOf(x, 16);
        x[7] = Float.intBitsToFloat(0x7fc00000);
        kernels.relu().forward(x, 0, x, 0, x.length);
        for (int i = 0; i < 5; i++) {
            assertEquals(0, Float.floatToRawIntBits(x[i]), "at " + i);
        }
        assertEquals(Float.MIN_VALUE, x[5]);
        assertEquals(3f, x[6]);
        assertEquals(Float.NaN, x[7]);
    }
}
