package io.convoy.spark.report;

import io.convoy.spark.round.EpochReport;
import io.convoy.spark.round.RoundPhases;
import java.util.List;

/**
 * Where the time of a run's epochs went, in seconds summed over them.
 *
 * @param warm whether the epochs in which the JVMs warmed up are left out; false if there were no others
 * @param shards of each round
 * @param cores that could compute at a time, in the last epoch
 * @param evenCompute what computing would take if no core were ever idle
 * @param evaluation for which shards waited
 * @param writing of models and checkpoints, for which results waited
 * @param checkpoint how long leaving checkpoints took, also while shards computed; not in the sum
 */
public record Timesheet(
        int firstEpoch,
        int lastEpoch,
        boolean warm,
        int rounds,
        int shards,
        int cores,
        RoundPhases phases,
        double evenCompute,
        double evaluation,
        double writing,
        double checkpoint) {

    /** By then the kernels run at more than nine tenths of their speed: {@code scripts/bench} prints the curve. */
    private static final double WARM_UP_SECONDS = 2;

    /**
     * Leaves out the first epoch and all that ended within the first seconds, unless nothing else is there.
     *
     * @param epochs one after the other in one run of the JVMs, at least one
     */
    public static Timesheet of(List<EpochReport> epochs) {
        int warmUp = 1;
        double passed = epochs.get(0).seconds();
        while (warmUp < epochs.size() && passed < WARM_UP_SECONDS) {
            passed += epochs.get(warmUp++).seconds();
        }
        boolean warm = warmUp < epochs.size();
        return sum(warm ? epochs.subList(warmUp, epochs.size()) : epochs, warm);
    }

    private static Timesheet sum(List<EpochReport> epochs, boolean warm) {
        int rounds = 0;
        var phases = RoundPhases.NONE;
        double evenCompute = 0;
        double evaluation = 0;
        double writing = 0;
        double checkpoint = 0;
        for (var epoch : epochs) {
            rounds += epoch.ledger().rounds();
            phases = phases.plus(epoch.phases().rounds());
            evenCompute +=
                    epoch.phases().rounds().computeTotal() / epoch.phases().cores();
            evaluation += epoch.phases().evaluation();
            writing += epoch.phases().writing();
            checkpoint += epoch.phases().checkpoint();
        }
        var last = epochs.get(epochs.size() - 1);
        return new Timesheet(
                epochs.get(0).epoch(),
                last.epoch(),
                warm,
                rounds,
                last.ledger().shards(),
                last.phases().cores(),
                phases,
                evenCompute,
                evaluation,
                writing,
                checkpoint);
    }

    /** All phases together. */
    public double seconds() {
        return phases.compute() + phases.overhead() + evaluation + writing;
    }

    int epochs() {
        return lastEpoch - firstEpoch + 1;
    }
}
