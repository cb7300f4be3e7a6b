package io.convoy.trainer.optim;

import io.convoy.kernels.VectorMath;
import java.util.List;

/** Stochastic gradient descent, with momentum if that is not 0: {@link VectorMath#momentumStep}. */
public record Sgd(double momentum, double weightDecay) implements Optimiser {

    public Sgd {
        Optimiser.requireBelowOne("momentum", momentum);
        Optimiser.requireWeightDecay(weightDecay);
    }

    /** The velocity of each, or nothing without momentum. */
    @Override
    public int stateLength(int parameters) {
        return momentum == 0 ? 0 : parameters;
    }

    @Override
    public void step(
            VectorMath math,
            List<ParameterRange> ranges,
            float[] weights,
            float[] gradient,
            float[] state,
            double learningRate) {
        float rate = (float) learningRate;
        for (var range : ranges) {
            float decay = range.decays() ? (float) weightDecay : 0f;
            if (momentum == 0) {
                math.gradientStep(weights, gradient, range.from(), range.to(), rate, decay);
            } else {
                math.momentumStep(weights, gradient, state, range.from(), range.to(), rate, (float) momentum, decay);
            }
        }
    }
}
