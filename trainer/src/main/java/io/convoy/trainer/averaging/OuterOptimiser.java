package io.convoy.trainer.averaging;

import io.convoy.trainer.optim.ParameterRange;
import java.io.Serializable;
import java.util.List;

/**
 * Where the next round begins, given where the last one began and the mean of its replicas. The way between the two is
 * a pseudo-gradient, {@code g = before − mean}, computed in double and rounded once to float.
 */
public sealed interface OuterOptimiser extends Serializable {

    /** How many values of state go with that many weights. */
    int stateLength(int weights);

    /**
     * One step.
     *
     * @param learned what to step; the rest, such as statistics, takes the mean and has a state of zeros
     * @param before the weights with which the round began; not changed
     * @param mean of the replicas; not changed
     * @param state changed in place
     * @return the weights with which the next round begins, not {@code before} itself
     */
    float[] step(List<ParameterRange> learned, float[] before, float[] mean, float[] state);

    /** The state before the first round: zeros. */
    default float[] initialState(int weights) {
        return new float[stateLength(weights)];
    }

    /**
     * {@code before − learningRate · g}: with a learning rate of 1 the mean itself, bit for bit, which is plain
     * parameter averaging.
     */
    record Mean(double learningRate) implements OuterOptimiser {

        public Mean {
            requireLearningRate(learningRate);
        }

        @Override
        public int stateLength(int weights) {
            return 0;
        }

        @Override
        public float[] step(List<ParameterRange> learned, float[] before, float[] mean, float[] state) {
            var after = mean.clone();
            if (learningRate != 1) {
                for (var range : learned) {
                    for (int i = range.from(); i < range.to(); i++) {
                        after[i] = (float) (before[i] - learningRate * ((double) before[i] - mean[i]));
                    }
                }
            }
            return after;
        }
    }

    /**
     * {@code u ← momentum · u + g; before − learningRate · u}. Block momentum: Chen and Huo, "Scalable training of deep
     * learning machines by incremental block training with intra-block parallel optimization and blockwise model-update
     * filtering" (2016). Under a constant inner learning rate it is also SlowMo, arXiv 1910.00643, whose buffer is in
     * units of that rate; left out here, as a schedule that ends at 0 would divide by it. The SlowMo paper keeps the
     * outer learning rate at 1 and searches the momentum from 0.4 up.
     */
    record SlowMomentum(double learningRate, double momentum) implements OuterOptimiser {

        public SlowMomentum {
            requireLearningRate(learningRate);
            requireMomentum(momentum);
        }

        @Override
        public int stateLength(int weights) {
            return weights;
        }

        @Override
        public float[] step(List<ParameterRange> learned, float[] before, float[] mean, float[] state) {
            var after = mean.clone();
            for (var range : learned) {
                for (int i = range.from(); i < range.to(); i++) {
                    double velocity = momentum * state[i] + ((double) before[i] - mean[i]);
                    state[i] = (float) velocity;
                    after[i] = (float) (before[i] - learningRate * velocity);
                }
            }
            return after;
        }
    }

    /**
     * {@code u ← momentum · u + g; before − learningRate · (g + momentum · u)}: Nesterov's momentum in the form of
     * Sutskever et al. (2013), as the outer optimiser of DiLoCo, arXiv 2311.08105, which takes a learning rate of 0.7
     * and a momentum of 0.9.
     */
    record Nesterov(double learningRate, double momentum) implements OuterOptimiser {

        public Nesterov {
            requireLearningRate(learningRate);
            requireMomentum(momentum);
        }

        @Override
        public int stateLength(int weights) {
            return weights;
        }

        @Override
        public float[] step(List<ParameterRange> learned, float[] before, float[] mean, float[] state) {
            var after = mean.clone();
            for (var range : learned) {
                for (int i = range.from(); i < range.to(); i++) {
                    double gradient = (double) before[i] - mean[i];
                    double velocity = momentum * state[i] + gradient;
                    state[i] = (float) velocity;
                    after[i] = (float) (before[i] - learningRate * (gradient + momentum * velocity));
                }
            }
            return after;
        }
    }

    private static void requireLearningRate(double learningRate) {
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("expected a finite learningRate > 0 but found " + learningRate);
        }
    }

    private static void requireMomentum(double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("expected momentum from 0 to below 1 but found " + momentum);
        }
    }
}
