package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template}. Constants: planes, up to four, and from plane to plane. Of one plane alone every addition would
 * wait for the one before.
 */
final class BiasTile4 implements BiasTile {

    private static final int LAST = Template.constant(MethodHandles.lookup(), 0) - 1;
    private static final int PLANE = Template.constant(MethodHandles.lookup(), 1);
    private static final int SECOND = Math.min(1, LAST);
    private static final int THIRD = Math.min(2, LAST);

    @Override
    public void run(int length, float[] gradient, int from, float[] sums, int to) {
        var a = FloatVector.fromArray(FLOATS, sums, to);
        var b = FloatVector.fromArray(FLOATS, sums, to + SECOND * COUNT);
        var c = FloatVector.fromArray(FLOATS, sums, to + THIRD * COUNT);
        var d = FloatVector.fromArray(FLOATS, sums, to + LAST * COUNT);
        for (int at = 0; at < length; at += COUNT) {
            a = a.add(FloatVector.fromArray(FLOATS, gradient, from + at));
            b = b.add(FloatVector.fromArray(FLOATS, gradient, from + at + SECOND * PLANE));
            c = c.add(FloatVector.fromArray(FLOATS, gradient, from + at + THIRD * PLANE));
            d = d.add(FloatVector.fromArray(FLOATS, gradient, from + at + LAST * PLANE));
        }
        a.intoArray(sums, to);
        b.intoArray(sums, to + SECOND * COUNT);
        c.intoArray(sums, to + THIRD * COUNT);
        d.intoArray(sums, to + LAST * COUNT);
    }
}
