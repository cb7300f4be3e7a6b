package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.AdamStep;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Whole vectors, then what is left one by one. */
final class VectorVectorMath implements VectorMath {

    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

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
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            var g = w.fma(FloatVector.broadcast(FLOATS, weightDecay), FloatVector.fromArray(FLOATS, gradient, i));
            var v = FloatVector.fromArray(FLOATS, velocity, i).fma(FloatVector.broadcast(FLOATS, momentum), g);
            v.intoArray(velocity, i);
            v.fma(FloatVector.broadcast(FLOATS, -learningRate), w).intoArray(weights, i);
        }
        for (; i < to; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, v, weights[i]);
        }
    }

    @Override
    public void gradientStep(
            float[] weights, float[] gradient, int from, int to, float learningRate, float weightDecay) {
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            w.fma(FloatVector.broadcast(FLOATS, weightDecay), FloatVector.fromArray(FLOATS, gradient, i))
                    .fma(FloatVector.broadcast(FLOATS, -learningRate), w)
                    .intoArray(weights, i);
        }
        for (; i < to; i++) {
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
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            var g = w.fma(FloatVector.broadcast(FLOATS, weightDecay), FloatVector.fromArray(FLOATS, gradient, i));
            var v = FloatVector.fromArray(FLOATS, velocity, i).fma(FloatVector.broadcast(FLOATS, momentum), g);
            v.intoArray(velocity, i);
            v.fma(FloatVector.broadcast(FLOATS, momentum), g)
                    .fma(FloatVector.broadcast(FLOATS, -learningRate), w)
                    .intoArray(weights, i);
        }
        for (; i < to; i++) {
            float g = Math.fma(weightDecay, weights[i], gradient[i]);
            float v = Math.fma(momentum, velocity[i], g);
            velocity[i] = v;
            weights[i] = Math.fma(-learningRate, Math.fma(momentum, v, g), weights[i]);
        }
    }

    @Override
    public void adamStep(float[] weights, float[] gradient, float[] moments, int from, int to, AdamStep step) {
        int squares = weights.length;
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            var w = FloatVector.fromArray(FLOATS, weights, i);
            var g = FloatVector.fromArray(FLOATS, gradient, i);
            var m = FloatVector.fromArray(FLOATS, moments, i)
                    .fma(FloatVector.broadcast(FLOATS, step.beta1()), g.mul(1f - step.beta1()));
            var s = FloatVector.fromArray(FLOATS, moments, squares + i)
                    .fma(
                            FloatVector.broadcast(FLOATS, step.beta2()),
                            g.mul(1f - step.beta2()).mul(g));
            m.intoArray(moments, i);
            s.intoArray(moments, squares + i);
            var divisor = s.sqrt()
                    .fma(
                            FloatVector.broadcast(FLOATS, step.rootCorrection()),
                            FloatVector.broadcast(FLOATS, step.epsilon()));
            m.div(divisor)
                    .fma(
                            FloatVector.broadcast(FLOATS, -step.stepSize()),
                            w.fma(FloatVector.broadcast(FLOATS, -step.decay()), w))
                    .intoArray(weights, i);
        }
        for (; i < to; i++) {
            int square = squares + i;
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
            sum += sumOfChunk(values, chunk, Math.min(to, chunk + CHUNK));
        }
        return sum;
    }

    private float sumOfChunk(float[] values, int from, int to) {
        int whole = from + (to - from) / COUNT * COUNT;
        for (int lane = 0; lane < COUNT; lane += LENGTH) {
            var squares = FloatVector.zero(FLOATS);
            for (int i = from + lane; i < whole; i += COUNT) {
                var x = FloatVector.fromArray(FLOATS, values, i);
                squares = x.fma(x, squares);
            }
            squares.intoArray(lanes, lane);
        }
        for (int i = whole; i < to; i++) {
            lanes[i - whole] = Math.fma(values[i], values[i], lanes[i - whole]);
        }
        return Lanes.sum(lanes, 0);
    }

    @Override
    public void scale(float[] values, int from, int to, float factor) {
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            FloatVector.fromArray(FLOATS, values, i).mul(factor).intoArray(values, i);
        }
        for (; i < to; i++) {
            values[i] *= factor;
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
