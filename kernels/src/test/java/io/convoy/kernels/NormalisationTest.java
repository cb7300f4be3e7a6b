package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class NormalisationTest {

    record Case(int channels, int pixels, int images) {

        int size() {
            return channels * pixels * COUNT;
        }

        /** Where the numbers of a value's channel and lane are. */
        int at(int i) {
            return i / (pixels * COUNT) * COUNT + i % COUNT;
        }

        int sumAt(int i) {
            return i / (pixels * COUNT) * 2 * COUNT + i % COUNT;
        }
    }

    /** What the passes make of the same arguments. */
    private static final class Passes {

        private final Buffer x;
        private final Buffer dy;
        private final Buffer mean;
        private final Buffer factor;
        private final Buffer slope;
        private final Buffer shift;
        private final Buffer output;
        private final Buffer inputGradient;
        private final double[] moments;
        private final double[] products;

        Passes(Kernels kernels, Case given, Buffer x, Buffer dy, Random random) {
            this.x = x;
            this.dy = dy;
            mean = Buffer.integers(given.channels * COUNT, 3, random);
            factor = Buffer.integers(given.channels * COUNT, 3, random);
            slope = Buffer.integers(given.channels * COUNT, 3, random);
            shift = Buffer.integers(given.channels * COUNT, 3, random);
            output = new Buffer(x.size);
            inputGradient = new Buffer(x.size);
            moments = new double[given.channels * 2 * COUNT];
            Arrays.fill(moments, 0.5);
            products = moments.clone();
            var normalisation = kernels.normalisation(given.channels, given.pixels);
            normalisation.addMoments(given.images, x.array, x.offset, moments);
            normalisation.addProducts(given.images, x.array, x.offset, dy.array, dy.offset, products);
            normalisation.forward(
                    x.array, x.offset, mean.values(), factor.values(), shift.values(), output.array, output.offset);
            normalisation.backwardInput(
                    given.images,
                    x.array,
                    x.offset,
                    mean.values(),
                    factor.values(),
                    slope.values(),
                    shift.values(),
                    dy.array,
                    dy.offset,
                    inputGradient.array,
                    inputGradient.offset);
        }
    }

    static Stream<Arguments> cases() {
        return Implementations.with(
                List.of(new Case(1, 1, 16), new Case(2, 3, 1), new Case(3, 4, 15), new Case(5, 9, 16)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeExactOnIntegers(Kernels kernels, Case given) {
        var random = new Random(1);
        var x = Buffer.integers(given.size(), 5, random);
        var dy = Buffer.integers(given.size(), 5, random);

        var passes = new Passes(kernels, given, x, dy, random);

        var moments = new double[passes.moments.length];
        Arrays.fill(moments, 0.5);
        var products = moments.clone();
        for (int i = 0; i < given.size(); i++) {
            boolean isImage = i % COUNT < given.images;
            int at = given.at(i);
            double distance = x.get(i) - passes.mean.get(at);
            double dx = dy.get(i) * passes.factor.get(at) + distance * passes.slope.get(at) + passes.shift.get(at);
            assertEquals(distance * passes.factor.get(at) + passes.shift.get(at), passes.output.get(i));
            assertEquals(isImage ? dx : 0, passes.inputGradient.get(i));
            if (isImage) {
                moments[given.sumAt(i)] += x.get(i);
                moments[given.sumAt(i) + COUNT] += x.get(i) * x.get(i);
                products[given.sumAt(i)] += dy.get(i);
                products[given.sumAt(i) + COUNT] += dy.get(i) * x.get(i);
            }
        }
        assertArrayEquals(moments, passes.moments);
        assertArrayEquals(products, passes.products);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheBitsOfTheScalarKernels(Kernels kernels, Case given) {
        var random = new Random(2);
        for (boolean awkward : new boolean[] {false, true}) {
            var x = awkward ? Buffer.awkward(given.size(), random) : Buffer.gaussians(given.size(), random);
            var dy = awkward ? Buffer.awkward(given.size(), random) : Buffer.gaussians(given.size(), random);
            var expected = new Passes(Kernels.scalar(), given, x, dy, new Random(3));
            var actual = new Passes(kernels, given, x, dy, new Random(3));
            actual.output.assertSameBits(expected.output);
            actual.inputGradient.assertSameBits(expected.inputGradient);
            assertArrayEquals(expected.moments, actual.moments);
            assertArrayEquals(expected.products, actual.products);
        }
    }
}
