package io.convoy.kernels.scalar;

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
    public boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
