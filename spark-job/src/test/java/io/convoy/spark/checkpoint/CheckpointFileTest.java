package io.convoy.spark.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.averaging.BestEpoch;
import io.convoy.trainer.averaging.TrainingState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CheckpointFileTest {

    /** As versions wrote it that knew neither AdamW nor an average of the weights. */
    private static byte[] ofAnEarlierVersion() {
        var header = ("{\"format\":\"convoy-checkpoint-2\",\"epochs\":3,\"weights\":2,\"optimiserState\":2,"
                        + "\"outerState\":1,\"best\":{\"epoch\":2,\"accuracy\":0.5,\"loss\":0.25},"
                        + "\"identity\":{\"optimiser\":\"Sgd[momentum=0.9, weightDecay=0.001]\"},"
                        + "\"metrics\":[\"line\"]}")
                .getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(4 + header.length + 7 * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(header.length).put(header);
        for (float value : new float[] {1, 2, 3, 4, 5, 6, 7}) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    @Test
    void shouldReadAndWriteWhatAnEarlierVersionWrote() {
        var checkpoint = CheckpointFile.parse(ofAnEarlierVersion());

        assertEquals(3, checkpoint.state().epochs());
        assertArrayEquals(new float[] {1, 2}, checkpoint.state().weights());
        assertArrayEquals(new float[] {3, 4}, checkpoint.state().optimiserState());
        assertArrayEquals(new float[] {5}, checkpoint.state().outerState());
        assertTrue(checkpoint.state().average().isEmpty());
        assertArrayEquals(new float[] {6, 7}, checkpoint.state().modelWeights());
        assertEquals(Map.of("optimiser", "Sgd[momentum=0.9, weightDecay=0.001]"), checkpoint.identity());
        assertArrayEquals(ofAnEarlierVersion(), CheckpointFile.toBytes(checkpoint));
    }

    @Test
    void shouldKeepTheAverageOfTheWeights() {
        var state = new TrainingState(1, new float[] {1, 2}, new float[] {3, 4, 5, 6, 7}, new float[0])
                .withAverage(new float[] {8, 9});
        var withBest = state.withBest(new BestEpoch(1, 1, 0, new float[] {10, 11}));
        for (var whole : List.of(state, withBest)) {
            var bytes = CheckpointFile.toBytes(new Checkpoint(whole, new TreeMap<>(), List.of()));

            var read = CheckpointFile.parse(bytes).state();

            assertArrayEquals(new float[] {1, 2}, read.weights());
            assertArrayEquals(new float[] {3, 4, 5, 6, 7}, read.optimiserState());
            assertArrayEquals(new float[] {8, 9}, read.measuredWeights());
            assertArrayEquals(whole.modelWeights(), read.modelWeights());
            assertEquals(whole.best().isPresent(), read.best().isPresent());
        }
    }

    @Test
    void shouldRefuseAnAverageThatIsNotFinite() {
        var state = new TrainingState(1, new float[1], new float[1], new float[1]).withAverage(new float[] {Float.NaN});

        var error =
                assertThrows(IllegalArgumentException.class, () -> new Checkpoint(state, new TreeMap<>(), List.of()));

        assertEquals("average weight 0 is NaN; nothing that is not finite is checkpointed", error.getMessage());
    }
}
