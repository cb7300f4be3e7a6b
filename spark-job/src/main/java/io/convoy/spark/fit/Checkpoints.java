package io.convoy.spark.fit;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.checkpoint.CheckpointFolder;
import io.convoy.trainer.averaging.TrainingState;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/** Leaves the checkpoints of one run. */
record Checkpoints(
        CheckpointSettings settings, CheckpointFolder folder, SortedMap<String, String> identity, int epochs) {

    /**
     * Writes a checkpoint if one is due.
     *
     * @param metrics a line for each epoch so far
     * @return the seconds it took
     */
    double save(TrainingState state, List<String> metrics) throws IOException {
        if (!settings.isDue(state.epochs(), epochs)) {
            return 0;
        }
        long start = System.nanoTime();
        folder.write(new Checkpoint(state, identity, metrics), settings.keep());
        return (System.nanoTime() - start) / 1e9;
    }
}
