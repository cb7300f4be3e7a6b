package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.AdamStep;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.VectorMath;
import java.util.Arrays;

final class ScalarVectorMath implements VectorMath {

    private final float[] lanes = new float[COUNT];

    @Override
    public void momentumStep(
            float[] weights,
            float[] gradient,
            float[] velocity,
            int from,
            int to,
            float learningRate,
            float momentum,
            float weightDecay) {
        for (int i = from; i < to; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, v, weights[i]);
        }
    }

    @Override
    public void gradientStep(
            float[] weights, float[] gradient, int from, int to, float learningRate, float weightDecay) {
        for (int i = from; i < to; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            weights[i] = Math.fma(-learningRate, g, weights[i]);
        }
    }

    @Override
    public void nesterovStep(
            float[] weights,
            float[] gradient,
            float[] velocity,
            int from,
            int to,
            float learningRate,
            float momentum,
            float weightDecay) {
        for (int i = from; i < to; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, Math.fma(momentum, v, g), weights[i]);
        }
    }

    @Override
    public void adamStep(float[] weights, float[] gradient, float[] moments, int from, int to, AdamStep step) {
        for (int i = from; i < to; i++) {
            int square = weights.length + i;
            float g = gradient[i];
            moments[i] = Math.fma(step.beta1(), moments[i], (1f - step.beta1()) * g);
            moments[square] = Math.fma(step.beta2(), moments[square], (1f - step.beta2()) * g * g);
            float root = (float) Math.sqrt(moments[square]);
            float direction = moments[i] / Math.fma(step.rootCorrection(), root, step.epsilon());
            float decayed = Math.fma(-step.decay(), weights[i], weights[i]);
            weights[i] = Math.fma(-step.stepSize(), direction, decayed);
        }
    }

    @Override
    public double sumOfSquares(float[] values, int from, int to) {
        double sum = 0;
        for (int chunk = from; chunk < to; chunk += CHUNK) {
            Arrays.fill(lanes, 0f);
            int end = Math.min(to, chunk + CHUNK);
            for (int i = chunk; i < end; i++) {
                int lane = (i - chunk) % COUNT;
                lanes[lane] = Math.fma(values[i], values[i], lanes[lane]);
            }
            sum += Lanes.sum(lanes, 0);
        }
        return sum;
    }

    @Override
    public void scale(float[] values, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            values[i] *= factor;
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
