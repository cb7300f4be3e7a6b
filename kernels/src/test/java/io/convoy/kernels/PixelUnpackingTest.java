package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class PixelUnpackingTest {

    private static final int IMAGES = 40;

    static Stream<Arguments> counts() {
        return Implementations.with(IntStream.rangeClosed(1, COUNT).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("counts")
    void shouldLayNormalisedImagesSideBySide(Kernels kernels, int count) {
        assertUnpacks(kernels, count, 1, 28, 28, 2);
        assertUnpacks(kernels, count, 3, 5, 7, 0);
        assertUnpacks(kernels, count, 2, 3, 1, 4);
    }

    private static void assertUnpacks(Kernels kernels, int count, int channels, int height, int width, int padding) {
        var random = new Random(count);
        var pixels = new byte[IMAGES * channels * height * width];
        random.nextBytes(pixels);
        var images = random.ints(COUNT + 5, 0, IMAGES).toArray();
        float[] scale = {1 / 255f, -2f, 0.3f};
        float[] shift = {-0.1f, 0f, 7f};
        int rows = height + 2 * padding;
        int columns = width + 2 * padding;
        var lanes = Buffer.filled(channels * rows * columns * COUNT, () -> 99);

        kernels.pixelUnpacking(
                        channels,
                        height,
                        width,
                        padding,
                        Arrays.copyOf(scale, channels),
                        Arrays.copyOf(shift, channels))
                .unpack(pixels, images, 5, count, lanes.array, lanes.offset);

        lanes.assertCanariesAlive();
        for (int i = 0; i < lanes.size; i++) {
            int lane = i % COUNT;
            int channel = i / COUNT / columns / rows;
            int y = i / COUNT / columns % rows - padding;
            int x = i / COUNT % columns - padding;
            float expected;
            if (y < 0 || y >= height || x < 0 || x >= width) {
                expected = 99;
            } else if (lane >= count) {
                expected = 0;
            } else {
                int pixel = ((images[5 + lane] * channels + channel) * height + y) * width + x;
                expected = Math.fma(Byte.toUnsignedInt(pixels[pixel]), scale[channel], shift[channel]);
            }
            assertEquals(expected, lanes.get(i), "at " + i);
        }
    }
}
