package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link Template} of a {@link BiasTile} of one channel. It needs no constant. */
final class BiasTile1 implements BiasTile {

    @Override
    public void run(int positions, float[] gradient, int from, float[] sums, int sum) {
        var sum0 = FloatVector.fromArray(FLOATS, sums, sum);
        for (int p = 0; p < positions; p++) {
            int g = from + p * COUNT;
            sum0 = sum0.add(FloatVector.fromArray(FLOATS, gradient, g));
        }
        sum0.intoArray(sums, sum);
    }
}
