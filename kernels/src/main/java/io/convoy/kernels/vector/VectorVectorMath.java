package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.AdamStep;
import io.convoy.kernels.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Whole vectors, then what is left one by one. */
final class VectorVectorMath implements VectorMath {

    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    @Override
    public void momentumStep(
            float[] weights,
            float[] gradient,
            float[] velocity,
            float learningRate,
            float momentum,
            float weightDecay) {
        int i = 0;
        for (; i <= weights.length - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            var g = w.fma(FloatVector.broadcast(FLOATS, weightDecay), FloatVector.fromArray(FLOATS, gradient, i));
            var v = FloatVector.fromArray(FLOATS, velocity, i).fma(FloatVector.broadcast(FLOATS, momentum), g);
            v.intoArray(velocity, i);
            v.fma(FloatVector.broadcast(FLOATS, -learningRate), w).intoArray(weights, i);
        }
        for (; i < weights.length; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, v, weights[i]);
        }
    }

    @Override
    public void gradientStep(float[] weights, float[] gradient, float learningRate, float weightDecay) {
        int i = 0;
        for (; i <= weights.length - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            w.fma(FloatVector.broadcast(FLOATS, weightDecay), FloatVector.fromArray(FLOATS, gradient, i))
                    .fma(FloatVector.broadcast(FLOATS, -learningRate), w)
                    .intoArray(weights, i);
        }
        for (; i < weights.length; i++) {
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
        int i = 0;
        for (; i <= weights.length - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            var g = w.fma(FloatVector.broadcast(FLOATS, weightDecay), FloatVector.fromArray(FLOATS, gradient, i));
            var v = FloatVector.fromArray(FLOATS, velocity, i).fma(FloatVector.broadcast(FLOATS, momentum), g);
            v.intoArray(velocity, i);
            v.fma(FloatVector.broadcast(FLOATS, momentum), g)
                    .fma(FloatVector.broadcast(FLOATS, -learningRate), w)
                    .intoArray(weights, i);
        }
        for (; i < weights.length; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, Math.fma(momentum, v, g), weights[i]);
        }
    }

    @Override
    public void adamStep(float[] weights, float[] gradient, float[] mean, float[] square, AdamStep step) {
        int i = 0;
        for (; i <= weights.length - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            var g = w.fma(
                    FloatVector.broadcast(FLOATS, step.weightDecay()), FloatVector.fromArray(FLOATS, gradient, i));
            var m = FloatVector.fromArray(FLOATS, mean, i)
                    .fma(FloatVector.broadcast(FLOATS, step.beta1()), g.mul(1f - step.beta1()));
            var s = FloatVector.fromArray(FLOATS, square, i)
                    .fma(
                            FloatVector.broadcast(FLOATS, step.beta2()),
                            g.mul(1f - step.beta2()).mul(g));
            m.intoArray(mean, i);
            s.intoArray(square, i);
            var divisor = s.sqrt()
                    .fma(
                            FloatVector.broadcast(FLOATS, step.rootCorrection()),
                            FloatVector.broadcast(FLOATS, step.epsilon()));
            m.div(divisor)
                    .fma(FloatVector.broadcast(FLOATS, -step.stepSize()), w)
                    .intoArray(weights, i);
        }
        for (; i < weights.length; i++) {
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
        var largest = IntVector.zero(INTS);
        int i = 0;
        for (; i <= values.length - LENGTH; i += LENGTH) {
            largest = largest.max(
                    FloatVector.fromArray(FLOATS, values, i).reinterpretAsInts().and(Integer.MAX_VALUE));
        }
        int magnitude = largest.reduceLanes(VectorOperators.MAX);
        for (; i < values.length; i++) {
            magnitude = Math.max(magnitude, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
        }
        return magnitude < INFINITY;
    }
}
