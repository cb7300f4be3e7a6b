package io.convoy.spark.round;

import io.convoy.spark.round.Assessment.Scores;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.training.EpochTotals;
import io.convoy.trainer.training.Evaluation;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An epoch that was learned and is being measured; the listener does not know of it yet. */
record LearnedEpoch(
        TrainingPlan plan,
        TrainingState state,
        EpochTotals totals,
        SortedSet<String> kernels,
        EpochClock clock,
        Supplier<Scores> scores) {

    /** Waits for the scores, as they decide how the run goes on. */
    LearnedEpoch observed(Assessment assessment) {
        var measured = scores.get();
        clock.evaluated();
        return new LearnedEpoch(plan, assessment.observe(state, measured), totals, kernels, clock, () -> measured);
    }

    /**
     * Tells about it as soon as the scores are there.
     *
     * @param next times the next epoch, whose first round computes meanwhile
     */
    void tell(EpochListener listener, EpochClock next) {
        var measured = scores.get();
        next.scored();
        listener.completed(report(measured), state);
        next.told();
    }

    /** Tells about the last epoch of a run. */
    void tell(EpochListener listener) {
        var measured = scores.get();
        clock.evaluated();
        listener.completed(report(measured), state);
    }

    private EpochReport report(Scores measured) {
        return new EpochReport(
                state.epochs(),
                plan.epochs(),
                totals.meanLoss(),
                totals.accuracy(),
                loss(measured.test()),
                accuracy(measured.test()),
                loss(measured.validation()),
                accuracy(measured.validation()),
                clock.seconds(),
                totals.examples() / clock.trainingSeconds(),
                WeightsDigest.of(state.weights()),
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
