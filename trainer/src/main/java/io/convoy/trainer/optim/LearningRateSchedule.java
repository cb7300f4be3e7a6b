package io.convoy.trainer.optim;

import java.io.Serializable;

/**
 * The learning rate as a function of the progress, in epochs from 0. Shards of different length need not agree on a
 * count of steps.
 */
public sealed interface LearningRateSchedule extends Serializable {

    /** @param epochs finished so far, such as 2.5 in the middle of the third */
    double at(double epochs);

    /** How many epochs it rises before it falls. */
    default double warmUp() {
        return 0;
    }

    record Constant(double learningRate) implements LearningRateSchedule {

        public Constant {
            requirePositive("learningRate", learningRate);
        }

        @Override
        public double at(double epochs) {
            return learningRate;
        }
    }

    /** {@code learningRate · factorᵏ} with k the number of whole periods of {@code every} epochs so far. */
    record Step(double learningRate, double factor, double every) implements LearningRateSchedule {

        public Step {
            requirePositive("learningRate", learningRate);
            requirePositive("factor", factor);
            requirePositive("every", every);
        }

        @Override
        public double at(double epochs) {
            return learningRate * StrictMath.pow(factor, Math.floor(epochs / every));
        }
    }

    /**
     * Half a cosine from {@code learningRate} to {@code finalLearningRate} over {@code duration} epochs, which then
     * stays: Loshchilov and Hutter, "SGDR", arXiv 1608.03983, without restarts.
     */
    record Cosine(double learningRate, double finalLearningRate, double duration) implements LearningRateSchedule {

        public Cosine {
            requirePositive("learningRate", learningRate);
            requirePositive("duration", duration);
            if (!(finalLearningRate >= 0 && finalLearningRate <= learningRate)) {
                throw new IllegalArgumentException("expected finalLearningRate from 0 to learningRate=" + learningRate
                        + " but found " + finalLearningRate);
            }
        }

        @Override
        public double at(double epochs) {
            double progress = Math.min(1, epochs / duration);
            double weight = (1 + StrictMath.cos(Math.PI * progress)) / 2;
            return finalLearningRate + (learningRate - finalLearningRate) * weight;
        }
    }

    /**
     * Up by half a cosine from a 25th of {@code learningRate} during the first {@code rise} epochs, then down by half a
     * cosine to a 250,000th at {@code duration}, which then stays: Smith and Topin, "Super-convergence", arXiv
     * 1708.07120, with the numbers of PyTorch's OneCycleLR. Momentum stays as it is.
     */
    record OneCycle(double learningRate, double rise, double duration) implements LearningRateSchedule {

        private static final double FIRST = 1 / 25.0;
        private static final double LAST = FIRST / 1e4;

        public OneCycle {
            requirePositive("learningRate", learningRate);
            requirePositive("rise", rise);
            requirePositive("duration", duration);
            if (rise > duration) {
                throw new IllegalArgumentException(
                        "expected rise ≤ duration but found rise=" + rise + ", duration=" + duration);
            }
        }

        @Override
        public double at(double epochs) {
            double share = epochs < rise
                    ? between(FIRST, 1, epochs / rise)
                    : between(1, LAST, rise == duration ? 1 : Math.min(1, (epochs - rise) / (duration - rise)));
            return learningRate * share;
        }

        private static double between(double from, double to, double progress) {
            return to + (from - to) * (1 + StrictMath.cos(Math.PI * progress)) / 2;
        }

        @Override
        public double warmUp() {
            return rise;
        }
    }

    /** Another schedule, scaled up linearly from 0 during the first {@code duration} epochs: arXiv 1706.02677. */
    record WarmUp(double duration, LearningRateSchedule schedule) implements LearningRateSchedule {

        public WarmUp {
            requirePositive("duration", duration);
        }

        @Override
        public double at(double epochs) {
            return schedule.at(epochs) * Math.min(1, epochs / duration);
        }

        @Override
        public double warmUp() {
            return duration;
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("expected a finite " + name + " > 0 but found " + value);
        }
    }
}
