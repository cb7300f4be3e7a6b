package io.convoy.spark.fit;

import io.convoy.spark.report.Explanation;
import io.convoy.spark.round.EpochReport;
import io.convoy.trainer.model.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training brought.
 *
 * @param report of the epoch whose model it is: the last one, or the best one where early stopping looks for it
 * @param history of all epochs, also of those before the checkpoint that the training went on from
 * @param time where it went; empty if an earlier attempt had all epochs
 * @param document what {@code run.json} says
 */
public record TrainedModel(
        Model model,
        EpochReport report,
        List<EpochReport> history,
        Optional<Explanation> time,
        Map<String, Object> document) {

    /** How many epochs there were. */
    public int epochs() {
        return history.size();
    }
}
