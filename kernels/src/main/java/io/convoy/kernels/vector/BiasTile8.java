package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** {@link Template} of a {@link BiasTile} of eight channels. Constant: from channel to channel. */
final class BiasTile8 implements BiasTile {

    private static final int CHANNEL = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(int positions, float[] gradient, int from, float[] sums, int sum) {
        var sum0 = FloatVector.fromArray(FLOATS, sums, sum + 0 * COUNT);
        var sum1 = FloatVector.fromArray(FLOATS, sums, sum + 1 * COUNT);
        var sum2 = FloatVector.fromArray(FLOATS, sums, sum + 2 * COUNT);
        var sum3 = FloatVector.fromArray(FLOATS, sums, sum + 3 * COUNT);
        var sum4 = FloatVector.fromArray(FLOATS, sums, sum + 4 * COUNT);
        var sum5 = FloatVector.fromArray(FLOATS, sums, sum + 5 * COUNT);
        var sum6 = FloatVector.fromArray(FLOATS, sums, sum + 6 * COUNT);
        var sum7 = FloatVector.fromArray(FLOATS, sums, sum + 7 * COUNT);
        for (int p = 0; p < positions; p++) {
            int g = from + p * COUNT;
            sum0 = sum0.add(FloatVector.fromArray(FLOATS, gradient, g + 0 * CHANNEL));
            sum1 = sum1.add(FloatVector.fromArray(FLOATS, gradient, g + 1 * CHANNEL));
            sum2 = sum2.add(FloatVector.fromArray(FLOATS, gradient, g + 2 * CHANNEL));
            sum3 = sum3.add(FloatVector.fromArray(FLOATS, gradient, g + 3 * CHANNEL));
            sum4 = sum4.add(FloatVector.fromArray(FLOATS, gradient, g + 4 * CHANNEL));
            sum5 = sum5.add(FloatVector.fromArray(FLOATS, gradient, g + 5 * CHANNEL));
            sum6 = sum6.add(FloatVector.fromArray(FLOATS, gradient, g + 6 * CHANNEL));
            sum7 = sum7.add(FloatVector.fromArray(FLOATS, gradient, g + 7 * CHANNEL));
        }
        sum0.intoArray(sums, sum + 0 * COUNT);
        sum1.intoArray(sums, sum + 1 * COUNT);
        sum2.intoArray(sums, sum + 2 * COUNT);
        sum3.intoArray(sums, sum + 3 * COUNT);
        sum4.intoArray(sums, sum + 4 * COUNT);
        sum5.intoArray(sums, sum + 5 * COUNT);
        sum6.intoArray(sums, sum + 6 * COUNT);
        sum7.intoArray(sums, sum + 7 * COUNT);
    }
}
