package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class SiluTest {

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldComputeItsFunctionAndDerivative(Kernels kernels) {
        var x = Buffer.gaussians(333, new Random(1));
        var y = new Buffer(x.size);
        var gradient = Buffer.filled(x.size, () -> 2);

        kernels.silu().forward(x.array, x.offset, y.array, y.offset, x.size);
        kernels.silu().backward(x.array, x.offset, gradient.array, gradient.offset, x.size);

        double step = 1e-5;
        for (int i = 0; i < x.size; i++) {
            double at = x.get(i);
            assertEquals(silu(at), y.get(i), 1e-6);
            assertEquals((silu(at + step) - silu(at - step)) / step, gradient.get(i), 1e-5, "derivative at " + at);
        }
    }

    private static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldGiveTheBitsOfTheScalarKernelsAtEveryLength(Kernels kernels) {
        var random = new Random(2);
        for (int length : new int[] {0, 1, 15, 16, 17, 1003}) {
            var x = Buffer.awkward(length, random);
            var dy = Buffer.awkward(length, random);
            var expected = passes(Kernels.scalar().silu(), x, dy);
            var actual = passes(kernels.silu(), x, dy);
            actual.get(0).assertSameBits(expected.get(0));
            actual.get(1).assertSameBits(expected.get(1));
        }
    }

    /** Output and input gradient. */
    private static List<Buffer> passes(Silu silu, Buffer x, Buffer dy) {
        var output = new Buffer(x.size);
        var gradient = new Buffer(x.size);
        System.arraycopy(dy.array, dy.offset, gradient.array, gradient.offset, x.size);
        silu.forward(x.array, x.offset, output.array, output.offset, x.size);
        silu.backward(x.array, x.offset, gradient.array, gradient.offset, x.size);
        return List.of(output, gradient);
    }
}
