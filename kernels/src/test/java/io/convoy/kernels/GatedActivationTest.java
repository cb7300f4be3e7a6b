package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
class GatedActivationTest {

    enum Named {
        SILU(Kernels::silu, x -> x / (1 + Math.exp(-x))),
        GELU(Kernels::gelu, x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        HARD_SWISH(Kernels::hardSwish, x -> x * Math.min(Math.max(x + 3, 0), 6) / 6);

        private final Function<Kernels, GatedActivation> of;
        private final DoubleUnaryOperator exact;

        Named(Function<Kernels, GatedActivation> of, DoubleUnaryOperator exact) {
            this.of = of;
            this.exact = exact;
        }
    }

    static Stream<Arguments> cases() {
        return Implementations.with(List.of(Named.values()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldComputeItsFunctionAndDerivative(Kernels kernels, Named named) {
        var random = new Random(1);
        var x = Buffer.filled(333, () -> 2 * random.nextGaussian());
        var y = new Buffer(x.size);
        var gradient = Buffer.filled(x.size, () -> 2);

        named.of.apply(kernels).forward(x.array, x.offset, y.array, y.offset, x.size);
        named.of.apply(kernels).backward(x.array, x.offset, gradient.array, gradient.offset, x.size);

        double step = 1e-5;
        for (int i = 0; i < x.size; i++) {
            double at = x.get(i);
            assertEquals(named.exact.applyAsDouble(at), y.get(i), 3e-6);
            double numeric = (named.exact.applyAsDouble(at + step) - named.exact.applyAsDouble(at - step)) / step;
            assertEquals(numeric, gradient.get(i), 1e-5, "derivative at " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheBitsOfTheScalarKernelsAtEveryLength(Kernels kernels, Named named) {
        var random = new Random(2);
        for (int length : new int[] {0, 1, 15, 16, 17, 1003}) {
            var x = Buffer.awkward(length, random);
            var dy = Buffer.awkward(length, random);
            var expected = passes(named.of.apply(Kernels.scalar()), x, dy);
            var actual = passes(named.of.apply(kernels), x, dy);
            actual.get(0).assertSameBits(expected.get(0));
            actual.get(1).assertSameBits(expected.get(1));
        }
    }

    /** Output and input gradient. */
    private static List<Buffer> passes(GatedActivation activation, Buffer x, Buffer dy) {
        var output = new Buffer(x.size);
        var gradient = new Buffer(x.size);
        System.arraycopy(dy.array, dy.offset, gradient.array, gradient.offset, x.size);
        activation.forward(x.array, x.offset, output.array, output.offset, x.size);
        activation.backward(x.array, x.offset, gradient.array, gradient.offset, x.size);
        return List.of(output, gradient);
    }
}
