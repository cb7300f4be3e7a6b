package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * ReLU and max pooling by windows of two by two pixels on the bit patterns. As signed integers all negative floats lie
 * below zero and all others in order, so the maximum with 0 is ReLU; between two integers from 0 up a difference does
 * not overflow, and its sign spread over the word is a mask for the winner. Masks proper and the maximum of floats are
 * slow on JDK 17.
 */
final class ReluMaxPooling {

    private ReluMaxPooling() {}

    /**
     * Overwrites one row of the output of one channel, {@code length} floats, from the two rows of the input that begin
     * at {@code upper} and {@code lower}.
     */
    static void halve(
            int length, float[] input, int upper, int lower, float[] output, int to, int[] winners, int winnersTo) {
        var zero = IntVector.zero(INTS);
        for (int i = 0; i < length; i += Species.LENGTH) {
            int at = (i & -COUNT) + i;
            var a = FloatVector.fromArray(FLOATS, input, upper + at)
                    .reinterpretAsInts()
                    .max(zero);
            var b = FloatVector.fromArray(FLOATS, input, upper + at + COUNT)
                    .reinterpretAsInts()
                    .max(zero);
            var c = FloatVector.fromArray(FLOATS, input, lower + at)
                    .reinterpretAsInts()
                    .max(zero);
            var d = FloatVector.fromArray(FLOATS, input, lower + at + COUNT)
                    .reinterpretAsInts()
                    .max(zero);
            var ab = a.max(b);
            var cd = c.max(d);
            var maximum = ab.max(cd);
            // 1 where b wins over a; 3 where d wins over c, else 2.
            var abWinner = a.sub(ab).lanewise(VectorOperators.LSHR, 31);
            var cdWinner = c.sub(cd).lanewise(VectorOperators.LSHR, 31).add(2);
            var cdWins = ab.sub(maximum).lanewise(VectorOperators.ASHR, 31);
            var isZero = maximum.sub(1).lanewise(VectorOperators.ASHR, 31);
            var winner = abWinner.add(cdWinner.sub(abWinner).and(cdWins)).or(isZero);
            maximum.reinterpretAsFloats().intoArray(output, to + i);
            winner.intoArray(winners, winnersTo + i);
        }
    }
}
