package io.convoy.spark.round;

import io.convoy.spark.round.Assessment.Scores;
import io.convoy.trainer.training.Evaluation;
import java.util.List;
import java.util.function.Supplier;

/**
 * How an epoch's weights are measured.
 *
 * @param works that wait to be begun
 * @param scores waits for them
 */
record Measurement(List<ShardWork<Evaluation>> works, Supplier<Scores> scores) {

    static Measurement done(Scores scores) {
        return new Measurement(List.of(), () -> scores);
    }
}
