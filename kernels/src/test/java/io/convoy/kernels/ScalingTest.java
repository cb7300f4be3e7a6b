package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class ScalingTest {

    record Case(boolean byPixel, int channels, int pixels) {

        Scaling of(Kernels kernels) {
            return byPixel ? kernels.pixelScaling(channels, pixels) : kernels.channelScaling(channels, pixels);
        }

        int scaleSize() {
            return (byPixel ? pixels : channels) * COUNT;
        }

        /** Which factor belongs to a value of a block. */
        int scaleAt(int i) {
            return byPixel ? i % (pixels * COUNT) : i / (pixels * COUNT) * COUNT + i % COUNT;
        }
    }

    static Stream<Arguments> cases() {
        return Implementations.with(Stream.of(true, false)
                .flatMap(byPixel -> Stream.of(
                        new Case(byPixel, 1, 1),
                        new Case(byPixel, 3, 7),
                        new Case(byPixel, 5, 1),
                        new Case(byPixel, 8, 49)))
                .toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldScaleIntegersExactly(Kernels kernels, Case given) {
        var random = new Random(4);
        int size = given.channels * given.pixels * COUNT;
        var x = Buffer.integers(size, 5, random);
        var dy = Buffer.integers(size, 5, random);
        var scale = Buffer.integers(given.scaleSize(), 5, random);
        var y = new Buffer(size);
        var dx = new Buffer(size);
        var scaleGradient = new Buffer(scale.size);
        run(kernels, given, x, scale, dy, List.of(y, dx, scaleGradient));

        var expected = new double[scale.size];
        for (int i = 0; i < size; i++) {
            int s = given.scaleAt(i);
            assertEquals(x.get(i) * scale.get(s), y.get(i));
            assertEquals(dy.get(i) * scale.get(s), dx.get(i));
            expected[s] += x.get(i) * dy.get(i);
        }
        for (int s = 0; s < expected.length; s++) {
            assertEquals(expected[s], scaleGradient.get(s));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheBitsOfTheScalarKernels(Kernels kernels, Case given) {
        var random = new Random(5);
        int size = given.channels * given.pixels * COUNT;
        var x = Buffer.awkward(size, random);
        var dy = Buffer.awkward(size, random);
        var scale = Buffer.awkward(given.scaleSize(), random);
        var expected = List.of(new Buffer(size), new Buffer(size), new Buffer(scale.size));
        var actual = List.of(new Buffer(size), new Buffer(size), new Buffer(scale.size));
        run(Kernels.scalar(), given, x, scale, dy, expected);
        run(kernels, given, x, scale, dy, actual);
        for (int i = 0; i < expected.size(); i++) {
            actual.get(i).assertSameBits(expected.get(i));
        }
    }

    /** Leaves output, input gradient and scale gradient in {@code results}. */
    private static void run(Kernels kernels, Case given, Buffer x, Buffer scale, Buffer dy, List<Buffer> results) {
        var scaling = given.of(kernels);
        var y = results.get(0);
        var dx = results.get(1);
        var scaleGradient = results.get(2);
        scaling.forward(x.array, x.offset, scale.array, scale.offset, y.array, y.offset);
        scaling.backwardInput(scale.array, scale.offset, dy.array, dy.offset, dx.array, dx.offset);
        scaling.backwardScale(x.array, x.offset, dy.array, dy.offset, scaleGradient.array, scaleGradient.offset);
    }
}
