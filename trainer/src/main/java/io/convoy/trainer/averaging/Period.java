package io.convoy.trainer.averaging;

import io.convoy.trainer.optim.LearningRateSchedule;
import java.io.Serializable;

/** How many local steps a replica takes before the next mean. No period goes beyond the end of an epoch. */
public sealed interface Period extends Serializable {

    /** One mean an epoch. */
    Period EVERY_EPOCH = new Constant(Integer.MAX_VALUE);

    /**
     * From 1 up.
     *
     * @param epochs when the round begins, such as 1.5 in the middle of the second epoch
     */
    int localSteps(double epochs, LearningRateSchedule schedule);

    /** Always the same: local SGD, Stich, arXiv 1805.09767. */
    record Constant(int localSteps) implements Period {

        public Constant {
            requireLocalSteps("localSteps", localSteps);
        }

        @Override
        public int localSteps(double epochs, LearningRateSchedule schedule) {
            return localSteps;
        }
    }

    /**
     * Short while there is far to go, longer from an epoch on: post-local SGD, Lin et al., arXiv 1808.07217, which
     * averages every step until the first change of the learning rate.
     */
    record PostLocal(int before, double fromEpoch, int after) implements Period {

        public PostLocal {
            requireLocalSteps("before", before);
            requireLocalSteps("after", after);
            if (!(fromEpoch >= 0) || Double.isInfinite(fromEpoch)) {
                throw new IllegalArgumentException("expected a finite fromEpoch ≥ 0 but found " + fromEpoch);
            }
        }

        @Override
        public int localSteps(double epochs, LearningRateSchedule schedule) {
            return epochs < fromEpoch ? before : after;
        }
    }

    /**
     * {@code max(least, ⌊(growth / η)²⌋)} for the learning rate η: the quadratic synchronisation rule, Gu et al., arXiv
     * 2310.14423. During a warm-up, as there, η is that at its end.
     *
     * @param growth in units of the learning rate
     */
    record Quadratic(int least, double growth) implements Period {

        public Quadratic {
            requireLocalSteps("least", least);
            if (!(growth > 0) || Double.isInfinite(growth)) {
                throw new IllegalArgumentException("expected a finite growth > 0 but found " + growth);
            }
        }

        @Override
        public int localSteps(double epochs, LearningRateSchedule schedule) {
            double ratio = growth / schedule.at(Math.max(epochs, schedule.warmUp()));
            // The cast takes infinity, where the learning rate is 0, to the largest int.
            return Math.max(least, (int) (ratio * ratio));
        }
    }

    private static void requireLocalSteps(String name, int localSteps) {
        if (localSteps < 1) {
            throw new IllegalArgumentException("expected " + name + " ≥ 1 but found " + localSteps);
        }
    }
}
