package io.convoy.kernels.scalar;

import io.convoy.kernels.AdamStep;
import io.convoy.kernels.VectorMath;

final class ScalarVectorMath implements VectorMath {

    @Override
    public void momentumStep(
            float[] weights,
            float[] gradient,
            float[] velocity,
            float learningRate,
            float momentum,
            float weightDecay) {
        for (int i = 0; i < weights.length; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, v, weights[i]);
        }
    }

    @Override
    public void gradientStep(float[] weights, float[] gradient, float learningRate, float weightDecay) {
        for (int i = 0; i < weights.length; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            weights[i] = Math.fma(-learningRate, g, weights[i]);
        }
    }

    @Override
    public void nesterovStep(
            float[] weights,
            float[] gradient,
            float[] velocity,
            float learningRate,
            float momentum,
            float weightDecay) {
        for (int i = 0; i < weights.length; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, Math.fma(momentum, v, g), weights[i]);
        }
    }

    @Override
    public void adamStep(float[] weights, float[] gradient, float[] mean, float[] square, AdamStep step) {
        for (int i = 0; i < weights.length; i++) {
            float g = Math.fma(step.weightDecay(), weights[i], gradient[i]);
            mean[i] = Math.fma(step.beta1(), mean[i], (1f - step.beta1()) * g);
            square[i] = Math.fma(step.beta2(), square[i], (1f - step.beta2()) * g * g);
            float root = (float) Math.sqrt(square[i]);
            float direction = mean[i] / Math.fma(step.rootCorrection(), root, step.epsilon());
            weights[i] = Math.fma(-step.stepSize(), direction, weights[i]);
        }
    }

    @Override
    public boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
