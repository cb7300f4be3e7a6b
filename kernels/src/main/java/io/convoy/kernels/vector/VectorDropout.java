package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

final class VectorDropout implements Dropout {

    private final int threshold;
    private final float scale;

    VectorDropout(double probability) {
        threshold = Dropout.threshold(probability);
        scale = (float) (1 / (1 - probability));
    }

    @Override
    public void apply(
            int[] keys,
            int keysOffset,
            int firstElement,
            int elements,
            float[] from,
            int fromOffset,
            float[] to,
            int toOffset) {
        for (int lane = 0; lane < COUNT; lane += LENGTH) {
            var low = IntVector.fromArray(INTS, keys, keysOffset + lane);
            var high = IntVector.fromArray(INTS, keys, keysOffset + COUNT + lane);
            for (int element = 0; element < elements; element++) {
                int at = element * COUNT + lane;
                var bits = scramble(scramble(low.lanewise(VectorOperators.XOR, (firstElement + element) * ELEMENT_STEP))
                                .add(high))
                        .lanewise(VectorOperators.LSHR, 8);
                // All ones where the element stays.
                var kept = IntVector.broadcast(INTS, threshold - 1).sub(bits).lanewise(VectorOperators.ASHR, 31);
                FloatVector.fromArray(FLOATS, from, fromOffset + at)
                        .mul(scale)
                        .reinterpretAsInts()
                        .and(kept)
                        .reinterpretAsFloats()
                        .intoArray(to, toOffset + at);
            }
        }
    }

    private static IntVector scramble(IntVector bits) {
        var mixed = bits.lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.LSHR, 16))
                .mul(FIRST_FACTOR);
        mixed = mixed.lanewise(VectorOperators.XOR, mixed.lanewise(VectorOperators.LSHR, 15))
                .mul(SECOND_FACTOR);
        return mixed.lanewise(VectorOperators.XOR, mixed.lanewise(VectorOperators.LSHR, 16));
    }
}
