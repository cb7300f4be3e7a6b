package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** {@link Template} of a {@link BiasTile} of three channels. Constant: from channel to channel. */
final class BiasTile3 implements BiasTile {

    private static final int CHANNEL = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(int positions, float[] gradient, int from, float[] sums, int sum) {
        var sum0 = FloatVector.fromArray(FLOATS, sums, sum + 0 * COUNT);
        var sum1 = FloatVector.fromArray(FLOATS, sums, sum + 1 * COUNT);
        var sum2 = FloatVector.fromArray(FLOATS, sums, sum + 2 * COUNT);
        for (int p = 0; p < positions; p++) {
            int g = from + p * COUNT;
            sum0 = sum0.add(FloatVector.fromArray(FLOATS, gradient, g + 0 * CHANNEL));
            sum1 = sum1.add(FloatVector.fromArray(FLOATS, gradient, g + 1 * CHANNEL));
            sum2 = sum2.add(FloatVector.fromArray(FLOATS, gradient, g + 2 * CHANNEL));
        }
        sum0.intoArray(sums, sum + 0 * COUNT);
        sum1.intoArray(sums, sum + 1 * COUNT);
        sum2.intoArray(sums, sum + 2 * COUNT);
    }
}
