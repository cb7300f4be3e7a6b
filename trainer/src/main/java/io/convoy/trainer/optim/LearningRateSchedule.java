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
