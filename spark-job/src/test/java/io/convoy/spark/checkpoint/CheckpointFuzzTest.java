package io.convoy.spark.checkpoint;

import io.convoy.spark.Fuzz;
import io.convoy.trainer.averaging.BestEpoch;
import io.convoy.trainer.averaging.TrainingState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What stands behind the digests: a mutation that a manifest would notice is read all the same. */
class CheckpointFuzzTest {

    @Test
    void shouldRefuseDamagedCheckpointsAsDocumented() throws Exception {
        var state = new TrainingState(7, new float[] {1, 2, 3}, new float[] {4, 5, 6}, new float[0]);
        var originals = List.of(
                CheckpointFile.toBytes(checkpoint(state)),
                CheckpointFile.toBytes(checkpoint(state.withBest(new BestEpoch(5, 0.9, 0.3, new float[] {7, 8, 9})))));
        Fuzz.mutate("checkpoints", originals, 2000, CheckpointFile::parse, IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseDamagedManifestsAsDocumented() throws Exception {
        var content = new byte[] {1, 2, 3};
        Fuzz.mutate(
                "manifests of checkpoints",
                List.of(Manifest.of(content).toBytes()),
                500,
                bytes -> Manifest.parse(bytes).requireMatches(content),
                java.io.IOException.class,
                IllegalArgumentException.class);
    }

    private static Checkpoint checkpoint(TrainingState state) {
        return new Checkpoint(state, new TreeMap<>(Map.of("seed", "1", "shards", "2")), List.of("{\"epoch\":1}"));
    }
}
