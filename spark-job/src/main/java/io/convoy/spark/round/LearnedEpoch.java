package io.convoy.spark.round;

import io.convoy.spark.round.Assessment.Scores;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.training.EpochTotals;
import io.convoy.trainer.training.Evaluation;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** An epoch that was learned; the listener does not know of it yet. */
record LearnedEpoch(
        TrainingPlan plan,
        TrainingState state,
        EpochTotals totals,
        SortedSet<String> kernels,
        EpochClock clock,
        Measurement measurement) {

    /** Measures it before anything else is done; the scores may decide how the run goes on. */
    LearnedEpoch measured(JobScope scope, Assessment assessment) {
        if (!measurement.works().isEmpty()) {
            ShardJob.begin(scope, measurement.works());
        }
        var scores = measurement.scores().get();
        clock.evaluated();
        var observed = assessment.observe(state, scores);
        return new LearnedEpoch(plan, observed, totals, kernels, clock, Measurement.done(scores));
    }

    /**
     * Tells about it as soon as the scores are there.
     *
     * @param next times the next epoch, whose first round computes meanwhile
     */
    void tell(EpochListener listener, EpochClock next) {
        var scores = measurement.scores().get();
        next.scored();
        listener.completed(report(scores), state);
        next.told();
    }

    /** Tells about the last epoch of a run. */
    void tell(EpochListener listener) {
        listener.completed(report(measurement.scores().get()), state);
    }

    private EpochReport report(Scores scores) {
        return new EpochReport(
                state.epochs(),
                plan.epochs(),
                totals.meanLoss(),
                totals.accuracy(),
                loss(scores.test()),
                accuracy(scores.test()),
                loss(scores.validation()),
                accuracy(scores.validation()),
                clock.seconds(),
                totals.examples() / clock.trainingSeconds(),
                WeightsDigest.of(state.measuredWeights()),
                List.copyOf(kernels),
                new EpochReport.Ledger(totals.rounds(), totals.shards(), totals.examples()),
                clock.phases());
    }

    private static @Nullable Double loss(@Nullable Evaluation evaluation) {
        return evaluation == null ? null : evaluation.meanLoss();
    }

    private static @Nullable Double accuracy(@Nullable Evaluation evaluation) {
        return evaluation == null ? null : evaluation.accuracy();
    }
}
