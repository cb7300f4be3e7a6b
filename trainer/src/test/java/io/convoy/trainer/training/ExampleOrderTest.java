package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ExampleOrderTest {

    @Test
    void shouldNameEachImageOnce() {
        var order = ExampleOrder.shuffled(1000, 7, 1, 0);

        assertFalse(Arrays.equals(ExampleOrder.unshuffled(1000), order));
        Arrays.sort(order);
        assertArrayEquals(ExampleOrder.unshuffled(1000), order);
    }

    /** Computed apart from this code. Another order would give every model other bits. */
    @Test
    void shouldNeverChange() {
        assertArrayEquals(new int[] {2, 5, 7, 6, 8, 0, 3, 1, 9, 4}, ExampleOrder.shuffled(10, 7, 2, 1));
    }

    @Test
    void shouldDifferByShardAndEpochAndSeed() {
        var orders = new HashSet<String>();
        for (int seed = 0; seed < 4; seed++) {
            for (int epoch = 1; epoch < 5; epoch++) {
                for (int shard = 0; shard < 4; shard++) {
                    orders.add(Arrays.toString(ExampleOrder.shuffled(20, seed, epoch, shard)));
                }
            }
        }
        assertEquals(64, orders.size());
    }
}
