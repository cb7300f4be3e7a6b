package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.training.EarlyStopping;
import io.convoy.trainer.training.Evaluation;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * What a run is measured on, how often, and when that ends it.
 *
 * @param test images that no training learns from
 * @param validation training images set aside
 * @param every so many epochs it is measured, and after the last one
 * @param stopping only with images set aside
 */
public record Assessment(
        Optional<ShardedImages> test, Optional<ShardedImages> validation, int every, Optional<EarlyStopping> stopping) {

    /** How the weights of an epoch do; nothing where they were not measured. */
    record Scores(@Nullable Evaluation test, @Nullable Evaluation validation) {

        private static final Scores NONE = new Scores(null, null);
    }

    public Assessment {
        if (every < 1) {
            throw new IllegalArgumentException("expected every ≥ 1 but found " + every);
        }
        if (stopping.isPresent() && validation.isEmpty()) {
            throw new IllegalArgumentException("early stopping needs images set aside for validation");
        }
    }

    /** Each epoch, on test images only. */
    public static Assessment on(ShardedImages test) {
        return new Assessment(Optional.of(test), Optional.empty(), 1, Optional.empty());
    }

    /** @param start the weights of an epoch */
    Measurement measure(TrainingPlan plan, TrainingState state, Broadcast<byte[]> source, Start start) {
        int epoch = state.epochs();
        if (epoch % every != 0 && epoch != plan.epochs()) {
            return Measurement.done(Scores.NONE);
        }
        var ofTest = test.map(images -> DistributedEvaluation.work(source, start, images));
        var ofValidation = validation.map(images -> DistributedEvaluation.work(source, start, images));
        return new Measurement(
                Stream.concat(ofTest.stream(), ofValidation.stream()).toList(),
                () -> new Scores(
                        ofTest.map(work -> DistributedEvaluation.result(epoch, work))
                                .orElse(null),
                        ofValidation
                                .map(work -> DistributedEvaluation.result(epoch, work))
                                .orElse(null)));
    }

    /** Whether the scores of an epoch say if there is another one. */
    boolean decides() {
        return stopping.isPresent();
    }

    TrainingState observe(TrainingState state, Scores scores) {
        var measured = scores.validation;
        return measured == null
                ? state
                : stopping.map(rule -> rule.observe(state, measured)).orElse(state);
    }

    boolean endsAt(TrainingState state) {
        return stopping.map(rule -> rule.endsAt(state)).orElse(false);
    }
}
