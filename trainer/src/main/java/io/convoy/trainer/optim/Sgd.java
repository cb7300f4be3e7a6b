package io.convoy.trainer.optim;

import io.convoy.kernels.VectorMath;
import java.io.Serializable;

/** Stochastic gradient descent as {@link VectorMath#momentumStep} defines it. */
public record Sgd(double momentum, double weightDecay) implements Serializable {

    public Sgd {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("expected momentum from 0 to below 1 but found " + momentum);
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("expected a finite weightDecay ≥ 0 but found " + weightDecay);
        }
    }

    /** How many values of state go with that many parameters: the velocity of each, or nothing without momentum. */
    public int stateLength(int parameters) {
        return momentum == 0 ? 0 : parameters;
    }

    /** The state before the first step. */
    public float[] initialState(int parameters) {
        return new float[stateLength(parameters)];
    }

    /** Changes {@code weights} and {@code state} in place. */
    public void step(VectorMath math, float[] weights, float[] gradient, float[] state, double learningRate) {
        if (momentum == 0) {
            math.gradientStep(weights, gradient, (float) learningRate, (float) weightDecay);
        } else {
            math.momentumStep(weights, gradient, state, (float) learningRate, (float) momentum, (float) weightDecay);
        }
    }
}
