package io.convoy.trainer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.trainer.network.ImageShape;
import org.junit.jupiter.api.Test;

class ShardTest {

    private static final ImageShape IMAGE = new ImageShape(1, 2, 3);

    @Test
    void shouldRefuseArraysThatDoNotHoldTheSameNumberOfImages() {
        assertThrows(IllegalArgumentException.class, () -> new Shard(0, IMAGE, new byte[12], new byte[3], new int[3]));
        var error = assertThrows(
                IllegalArgumentException.class, () -> new Shard(4, IMAGE, new byte[12], new byte[2], new int[1]));

        assertEquals(
                "shard 4 with 2 labels needs as many records and images of 1×2×3 but found 1 records and 12 pixels",
                error.getMessage());
    }

    @Test
    void shouldBeEmptyWithoutImages() {
        assertEquals(0, new Shard(0, IMAGE, new byte[0], new byte[0], new int[0]).size());
    }
}
