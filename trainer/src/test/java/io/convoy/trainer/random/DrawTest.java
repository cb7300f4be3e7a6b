package io.convoy.trainer.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.Dropout;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.Lanes;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class DrawTest {

    /** So that stored runs can go on: the bits are part of what a seed means. */
    @Test
    void shouldStayWhatItIs() {
        assertEquals(0x7C2257CAE1258D87L, new Draw(1, 2).key(3, 4));
    }

    @Test
    void shouldHaveAKeyForEverySeedEpochPurposeAndRecord() {
        var keys = new HashSet<Long>();
        for (int seed = 0; seed < 5; seed++) {
            for (int epoch = 0; epoch < 5; epoch++) {
                for (int purpose = -3; purpose < 5; purpose++) {
                    for (int record = 0; record < 50; record++) {
                        assertTrue(keys.add(new Draw(seed, epoch).key(purpose, record)));
                    }
                }
            }
        }
    }

    @Test
    void shouldDrawEachNumberEquallyOften() {
        var counts = new int[9];
        for (int record = 0; record < 9000; record++) {
            counts[Draw.below(9, new Draw(1, 1).key(Draw.CROP, record))]++;
        }
        for (int count : counts) {
            assertEquals(1000, count, 6 * Math.sqrt(1000));
        }
    }

    /** An image is dropped the same way whatever its lane and block, and lanes without an image do not matter. */
    @Test
    void shouldGiveDropoutTheKeysOfTheImagesInTheLanes() {
        var draw = new Draw(3, 4);
        int[] records = {70, 71, 72, 73, 74, 75, 76};
        int[] order = {6, 0, 3, 5};
        var keys = new int[5 + Dropout.KEYS];
        Arrays.fill(keys, -1);

        draw.keys(2, records, order, 1, 3, keys, 5);

        var values = new float[8 * Lanes.COUNT];
        Arrays.fill(values, 1);
        Kernels.scalar().dropout(0.5).apply(keys, 5, 0, 8, values, 0, values, 0);
        int threshold = Dropout.threshold(0.5);
        for (int lane = 0; lane < 3; lane++) {
            long key = draw.key(2, records[order[1 + lane]]);
            for (int element = 0; element < 8; element++) {
                boolean kept = values[element * Lanes.COUNT + lane] != 0;
                assertEquals(Dropout.keeps(key, element, threshold), kept);
            }
        }
        assertArrayEquals(new int[] {-1, -1, -1, -1, -1}, Arrays.copyOf(keys, 5));
        assertEquals(0, keys[5 + 3]);
        assertEquals(0, keys[5 + Lanes.COUNT + 15]);
    }
}
