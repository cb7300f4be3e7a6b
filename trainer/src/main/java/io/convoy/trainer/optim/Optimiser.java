package io.convoy.trainer.optim;

import io.convoy.kernels.VectorMath;
import java.io.Serializable;
import java.util.List;

/**
 * How weights follow a gradient. The state is a flat array of its own: the mean of several replicas' states is again a
 * state, and zeros are the state before the first step.
 */
public sealed interface Optimiser extends Serializable permits Sgd, Nesterov, AdamW {

    /** How many values of state go with that many parameters. */
    int stateLength(int parameters);

    /** The state before the first step. */
    default float[] initialState(int parameters) {
        return new float[stateLength(parameters)];
    }

    /**
     * Changes {@code weights} and {@code state} in place.
     *
     * @param ranges what to change; parameters in none of them, such as statistics, keep their values and states
     */
    void step(
            VectorMath math,
            List<ParameterRange> ranges,
            float[] weights,
            float[] gradient,
            float[] state,
            double learningRate);

    /** @throws IllegalArgumentException unless from 0 to below 1 */
    static void requireBelowOne(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("expected " + name + " from 0 to below 1 but found " + value);
        }
    }

    /** @throws IllegalArgumentException unless 0 or more */
    static void requireWeightDecay(double weightDecay) {
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("expected a finite weightDecay ≥ 0 but found " + weightDecay);
        }
    }
}
