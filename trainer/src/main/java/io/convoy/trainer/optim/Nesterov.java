package io.convoy.trainer.optim;

import io.convoy.kernels.VectorMath;
import java.util.List;

/** Stochastic gradient descent with Nesterov's momentum: {@link VectorMath#nesterovStep}. The state is the velocity. */
public record Nesterov(double momentum, double weightDecay) implements Optimiser {

    public Nesterov {
        Optimiser.requireBelowOne("momentum", momentum);
        Optimiser.requireWeightDecay(weightDecay);
    }

    @Override
    public int stateLength(int parameters) {
        return parameters;
    }

    @Override
    public void step(
            VectorMath math,
            List<ParameterRange> ranges,
            float[] weights,
            float[] gradient,
            float[] state,
            double learningRate) {
        for (var range : ranges) {
            float decay = range.decays() ? (float) weightDecay : 0f;
            math.nesterovStep(
                    weights, gradient, state, range.from(), range.to(), (float) learningRate, (float) momentum, decay);
        }
    }
}
