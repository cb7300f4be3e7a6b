package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Template}. Constants: windows in a row, from one input row to the next. The winner is how often the maximum so
 * far lies below that of the window, or −1 where that is 0.
 *
 * <p>Two vectors at a time, so that the method is longer than C2 inlines: compiled by itself it never boxed, inlined
 * into its callers it did in one JVM of three, because C2 met the stores before what they store.
 */
final class ReluHalvingRow implements HalvingRow {

    private static final int WINDOWS = Template.constant(MethodHandles.lookup(), 0);
    private static final int BELOW = Template.constant(MethodHandles.lookup(), 1);

    /** The last pair of vectors overlaps the one before it where their number is odd. */
    private static final int LAST = Math.max(0, WINDOWS * COUNT - 2 * LENGTH);

    private static final int SECOND = Math.min(LENGTH, WINDOWS * COUNT - LENGTH);

    @Override
    public void run(float[] input, int from, float[] output, int to, int[] winners, int winnersTo) {
        var zero = IntVector.zero(INTS);
        for (int next = 0; next < WINDOWS * COUNT; next += 2 * LENGTH) {
            int i = Math.min(next, LAST);
            int j = i + SECOND;
            int at0 = from + (i & -COUNT) + i;
            var a0 = FloatVector.fromArray(FLOATS, input, at0).reinterpretAsInts().max(zero);
            var b0 = FloatVector.fromArray(FLOATS, input, at0 + COUNT).reinterpretAsInts().max(zero);
            var c0 = FloatVector.fromArray(FLOATS, input, at0 + BELOW).reinterpretAsInts().max(zero);
            var d0 = FloatVector.fromArray(FLOATS, input, at0 + BELOW + COUNT).reinterpretAsInts().max(zero);
            var ab0 = a0.max(b0);
            var abc0 = ab0.max(c0);
            var maximum0 = abc0.max(d0);
            var winner0 = a0.sub(maximum0).lanewise(VectorOperators.LSHR, 31)
                    .add(ab0.sub(maximum0).lanewise(VectorOperators.LSHR, 31))
                    .add(abc0.sub(maximum0).lanewise(VectorOperators.LSHR, 31))
                    .or(maximum0.sub(1).lanewise(VectorOperators.ASHR, 31));
            maximum0.reinterpretAsFloats().intoArray(output, to + i);
            winner0.intoArray(winners, winnersTo + i);
            int at1 = from + (j & -COUNT) + j;
            var a1 = FloatVector.fromArray(FLOATS, input, at1).reinterpretAsInts().max(zero);
            var b1 = FloatVector.fromArray(FLOATS, input, at1 + COUNT).reinterpretAsInts().max(zero);
            var c1 = FloatVector.fromArray(FLOATS, input, at1 + BELOW).reinterpretAsInts().max(zero);
            var d1 = FloatVector.fromArray(FLOATS, input, at1 + BELOW + COUNT).reinterpretAsInts().max(zero);
            var ab1 = a1.max(b1);
            var abc1 = ab1.max(c1);
            var maximum1 = abc1.max(d1);
            var winner1 = a1.sub(maximum1).lanewise(VectorOperators.LSHR, 31)
                    .add(ab1.sub(maximum1).lanewise(VectorOperators.LSHR, 31))
                    .add(abc1.sub(maximum1).lanewise(VectorOperators.LSHR, 31))
                    .or(maximum1.sub(1).lanewise(VectorOperators.ASHR, 31));
            maximum1.reinterpretAsFloats().intoArray(output, to + j);
            winner1.intoArray(winners, winnersTo + j);
        }
    }
}
