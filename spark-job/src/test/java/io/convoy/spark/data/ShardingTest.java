package io.convoy.spark.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardingTest {

    @ParameterizedTest
    @CsvSource({"60000, 2", "60000, 7", "1000, 1", "10, 1000", "1, 1"})
    void shouldGiveSizesThatDifferByAtMostOne(int records, int shards) {
        int[] sizes = new int[shards];
        for (int shard : new Sharding.Random(shards, 7).assign(records)) {
            sizes[shard]++;
        }

        int smallest = Arrays.stream(sizes).min().orElseThrow();
        int largest = Arrays.stream(sizes).max().orElseThrow();
        assertTrue(largest - smallest <= 1, smallest + " to " + largest);
        assertEquals(records, Arrays.stream(sizes).sum());
    }

    @Test
    void shouldDependOnSeedAlone() {
        var sharding = new Sharding.Random(4, 7);

        assertArrayEquals(sharding.assign(1000), new Sharding.Random(4, 7).assign(1000));
        assertFalse(Arrays.equals(sharding.assign(1000), new Sharding.Random(4, 8).assign(1000)));
    }

    /** A change of these numbers would change what every recorded seed means. */
    @Test
    void shouldKeepItsNumbersForever() {
        int[] expected = {2, 1, 0, 2, 2, 1, 0, 0, 1, 2, 1, 0};

        assertArrayEquals(expected, new Sharding.Random(3, 7).assign(12));
    }

    @Test
    void shouldCutBlocksOfOneSize() {
        var blocks = new Sharding.Blocks(3);

        assertEquals(3, blocks.shards(7));
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 2}, blocks.assign(7));
    }

    @Test
    void shouldRejectNoShards() {
        assertEquals(
                "expected shards ≥ 1 but found 0",
                assertThrows(IllegalArgumentException.class, () -> new Sharding.Random(0, 7))
                        .getMessage());
    }
}
