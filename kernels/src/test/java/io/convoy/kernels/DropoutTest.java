package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("width")
class DropoutTest {

    private static final int ELEMENTS = 37;

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldKeepAndScaleWhatTheKeysTell(Kernels kernels) {
        for (double probability : new double[] {0, 0.1, 0.5, 0.999}) {
            var random = new Random(4);
            var keys = random.longs(COUNT).toArray();
            var values = Buffer.awkward(ELEMENTS * COUNT, random);
            var kept = new Buffer(ELEMENTS * COUNT);

            kernels.dropout(probability)
                    .apply(words(keys), 3, 1000, ELEMENTS, values.array, values.offset, kept.array, kept.offset);

            int threshold = Dropout.threshold(probability);
            float scale = (float) (1 / (1 - probability));
            var expected = new Buffer(ELEMENTS * COUNT);
            for (int i = 0; i < expected.size; i++) {
                boolean keeps = Dropout.keeps(keys[i % COUNT], 1000 + i / COUNT, threshold);
                expected.set(i, keeps ? values.get(i) * scale : 0);
            }
            kept.assertSameBits(expected);
            kept.assertCanariesAlive();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldWorkInPlaceAndInParts(Kernels kernels) {
        var random = new Random(5);
        var keys = words(random.longs(COUNT).toArray());
        var whole = Buffer.gaussians(ELEMENTS * COUNT, random).values();
        var parts = whole.clone();
        var dropout = kernels.dropout(0.4);

        dropout.apply(keys, 3, 0, ELEMENTS, whole, 0, whole, 0);
        dropout.apply(keys, 3, 0, 20, parts, 0, parts, 0);
        dropout.apply(keys, 3, 20, ELEMENTS - 20, parts, 20 * COUNT, parts, 20 * COUNT);

        assertArrayEquals(whole, parts);
    }

    /** An image's mask is its own, whatever lane it is in and whoever its neighbours are. */
    @ParameterizedTest
    @MethodSource("kernels")
    void shouldNotDependOnTheLane(Kernels kernels) {
        var keys = new Random(6).longs(COUNT).toArray();
        var turned = new long[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            turned[(lane + 5) % COUNT] = keys[lane];
        }
        var ones = new float[ELEMENTS * COUNT];
        Arrays.fill(ones, 1);
        var straight = new float[ones.length];
        var shifted = new float[ones.length];
        kernels.dropout(0.5).apply(words(keys), 3, 0, ELEMENTS, ones, 0, straight, 0);
        kernels.dropout(0.5).apply(words(turned), 3, 0, ELEMENTS, ones, 0, shifted, 0);

        for (int i = 0; i < ones.length; i++) {
            assertEquals(straight[i], shifted[i / COUNT * COUNT + (i % COUNT + 5) % COUNT]);
        }
    }

    /** Neighbouring keys and elements: means and correlations within five standard deviations of chance. */
    @Test
    void shouldDropIndependently() {
        int threshold = Dropout.threshold(0.3);
        int n = 400;
        int kept = 0;
        int besideElement = 0;
        int besideKey = 0;
        int besideHighWord = 0;
        for (long key = 0; key < n; key++) {
            for (int element = 0; element < n; element++) {
                boolean keeps = Dropout.keeps(key, element, threshold);
                kept += keeps ? 1 : 0;
                besideElement += keeps && Dropout.keeps(key, element + 1, threshold) ? 1 : 0;
                besideKey += keeps && Dropout.keeps(key + 1, element, threshold) ? 1 : 0;
                besideHighWord += keeps && Dropout.keeps(key + (1L << 32), element, threshold) ? 1 : 0;
            }
        }
        assertShare(0.7, kept, n * n);
        assertShare(0.49, besideElement, n * n);
        assertShare(0.49, besideKey, n * n);
        assertShare(0.49, besideHighWord, n * n);
    }

    private static void assertShare(double expected, int count, int of) {
        double tolerance = 5 * Math.sqrt(expected * (1 - expected) / of);
        assertEquals(expected, (double) count / of, tolerance);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void shouldRejectProbabilityOutOfRange(double probability) {
        for (var kernels : kernels()) {
            var error = assertThrows(IllegalArgumentException.class, () -> kernels.dropout(probability));
            assertTrue(error.getMessage().contains(Double.toString(probability)), error.getMessage());
        }
    }

    /** With an offset of 3. */
    private static int[] words(long[] keys) {
        var words = new int[3 + Dropout.KEYS];
        for (int lane = 0; lane < COUNT; lane++) {
            words[3 + lane] = (int) keys[lane];
            words[3 + COUNT + lane] = (int) (keys[lane] >>> 32);
        }
        return words;
    }
}
