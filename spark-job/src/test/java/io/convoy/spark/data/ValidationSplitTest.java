package io.convoy.spark.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ValidationSplitTest {

    private static final int RECORDS = 1003;
    private static final ValidationSplit SPLIT = new ValidationSplit(0.2, 5);

    @Test
    void shouldPutEveryRecordOnOneSideOnly() {
        var train = new Sharding.Part(new Sharding.Random(3, 5), SPLIT, false);
        var validation = new Sharding.Part(new Sharding.Blocks(50), SPLIT, true);
        int[] learned = train.assign(RECORDS);
        int[] measured = validation.assign(RECORDS);

        for (int record = 0; record < RECORDS; record++) {
            assertEquals(learned[record] == Sharding.NONE, measured[record] != Sharding.NONE);
        }
        assertEquals(
                201,
                Arrays.stream(measured).filter(shard -> shard != Sharding.NONE).count());
        assertEquals(3, train.shards(RECORDS));
        assertEquals(5, validation.shards(RECORDS));
    }

    @Test
    void shouldDependOnTheSeedAlone() {
        assertEquals(SPLIT.recordsSetAside(RECORDS), new ValidationSplit(0.2, 5).recordsSetAside(RECORDS));
        assertNotEquals(SPLIT.recordsSetAside(RECORDS), new ValidationSplit(0.2, 6).recordsSetAside(RECORDS));
    }

    @Test
    void shouldLeaveShardsAsTheyAreWhereNothingIsSetAside() {
        var random = new Sharding.Random(4, 9);

        var part = new Sharding.Part(random, new ValidationSplit(0, 9), false);

        assertArrayEquals(random.assign(RECORDS), part.assign(RECORDS));
    }
}
