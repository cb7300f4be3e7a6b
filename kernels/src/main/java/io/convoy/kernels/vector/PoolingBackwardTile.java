package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Template} of the backward {@link PoolingTile}. Constant: from the upper row of pixels to the lower. */
final class PoolingBackwardTile implements PoolingTile {

    private static final int BELOW = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(
            Windows windows, float[] pixels, int at, float[] pooled, int pooledAt, int[] winners, int winnersAt) {
        for (int window = 0; window < windows.pixels().length; window++) {
            int p = at + windows.pixels()[window];
            var code = IntVector.fromArray(INTS, winners, winnersAt + windows.words()[window])
                    .lanewise(VectorOperators.LSHL, windows.shifts()[window]);
            var isZero = code.lanewise(VectorOperators.ASHR, 31);
            var isLower = code.lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, 31);
            var isRight = code.lanewise(VectorOperators.LSHL, 2).lanewise(VectorOperators.ASHR, 31);
            var g = FloatVector.fromArray(FLOATS, pooled, pooledAt + windows.pooled()[window])
                    .add(0f)
                    .reinterpretAsInts()
                    .and(isZero.not());
            var above = g.and(isLower.not());
            var below = g.and(isLower);
            above.and(isRight.not()).reinterpretAsFloats().intoArray(pixels, p);
            above.and(isRight).reinterpretAsFloats().intoArray(pixels, p + COUNT);
            below.and(isRight.not()).reinterpretAsFloats().intoArray(pixels, p + BELOW);
            below.and(isRight).reinterpretAsFloats().intoArray(pixels, p + BELOW + COUNT);
        }
    }
}
