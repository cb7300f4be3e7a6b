package io.convoy.trainer.optim;

import io.convoy.kernels.AdamStep;
import io.convoy.kernels.VectorMath;
import java.util.List;

/**
 * Adam with decoupled weight decay: {@link VectorMath#adamStep}. The state is the mean gradient of each parameter, then
 * the mean square of each, then the number of steps, which is exact up to 2²⁴ and stays there, where no correction is
 * left. Replicas of different numbers of steps average to one in between, and their moments with it.
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimiser {

    public AdamW {
        Optimiser.requireBelowOne("beta1", beta1);
        Optimiser.requireBelowOne("beta2", beta2);
        Optimiser.requireWeightDecay(weightDecay);
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("expected a finite epsilon > 0 but found " + epsilon);
        }
    }

    @Override
    public int stateLength(int parameters) {
        return Math.addExact(Math.multiplyExact(2, parameters), 1);
    }

    @Override
    public void step(
            VectorMath math,
            List<ParameterRange> ranges,
            float[] weights,
            float[] gradient,
            float[] state,
            double learningRate) {
        int counter = 2 * weights.length;
        state[counter]++;
        var decaying = AdamStep.of(learningRate, beta1, beta2, epsilon, weightDecay, state[counter]);
        var plain = AdamStep.of(learningRate, beta1, beta2, epsilon, 0, state[counter]);
        for (var range : ranges) {
            math.adamStep(weights, gradient, state, range.from(), range.to(), range.decays() ? decaying : plain);
        }
    }
}
