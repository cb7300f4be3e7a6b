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
 * {@link Template}. Constants: windows in a row, from one input row to the next. A bit for the winner, shifted to the
 * sign and spread over the word, is a mask; a winner of −1 sets the lowest bit, which no shift brings to the sign.
 *
 * <p>Two vectors at a time for the reason of {@link ReluHalvingRow}.
 */
final class HalvingGradientRow implements HalvingGradient {

    private static final int WINDOWS = Template.constant(MethodHandles.lookup(), 0);
    private static final int BELOW = Template.constant(MethodHandles.lookup(), 1);

    /** The last pair of vectors overlaps the one before it where their number is odd. */
    private static final int LAST = Math.max(0, WINDOWS * COUNT - 2 * LENGTH);

    private static final int SECOND = Math.min(LENGTH, WINDOWS * COUNT - LENGTH);

    @Override
    public void run(int[] winners, int winner, float[] gradient, int from, float[] inputGradient, int to) {
        var highest = IntVector.broadcast(INTS, 31);
        var one = IntVector.broadcast(INTS, 1);
        for (int next = 0; next < WINDOWS * COUNT; next += 2 * LENGTH) {
            int i = Math.min(next, LAST);
            int j = i + SECOND;
            int upper0 = to + (i & -COUNT) + i;
            var g0 = FloatVector.fromArray(FLOATS, gradient, from + i).add(0f).reinterpretAsInts();
            var bit0 = one.lanewise(VectorOperators.LSHL, highest.sub(IntVector.fromArray(INTS, winners, winner + i)));
            g0.and(bit0.lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper0);
            g0.and(bit0.lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper0 + COUNT);
            g0.and(bit0.lanewise(VectorOperators.LSHL, 2).lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper0 + BELOW);
            g0.and(bit0.lanewise(VectorOperators.LSHL, 3).lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper0 + BELOW + COUNT);
            int upper1 = to + (j & -COUNT) + j;
            var g1 = FloatVector.fromArray(FLOATS, gradient, from + j).add(0f).reinterpretAsInts();
            var bit1 = one.lanewise(VectorOperators.LSHL, highest.sub(IntVector.fromArray(INTS, winners, winner + j)));
            g1.and(bit1.lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper1);
            g1.and(bit1.lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper1 + COUNT);
            g1.and(bit1.lanewise(VectorOperators.LSHL, 2).lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper1 + BELOW);
            g1.and(bit1.lanewise(VectorOperators.LSHL, 3).lanewise(VectorOperators.ASHR, 31)).reinterpretAsFloats().intoArray(inputGradient, upper1 + BELOW + COUNT);
        }
    }
}
