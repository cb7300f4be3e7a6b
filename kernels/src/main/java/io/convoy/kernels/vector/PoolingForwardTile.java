package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;

import io.convoy.kernels.PooledWinners;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Template} of the forward {@link PoolingTile}. Constant: from the upper row of pixels to the lower. A word of
 * winners is stored after each of its windows: codes of earlier ones leave it at the top.
 */
final class PoolingForwardTile implements PoolingTile {

    private static final int BELOW = Template.constant(MethodHandles.lookup(), 0);

    @Override
    public void run(
            Windows windows, float[] pixels, int at, float[] pooled, int pooledAt, int[] winners, int winnersAt) {
        var zero = IntVector.zero(INTS);
        var codes = IntVector.zero(INTS);
        for (int window = 0; window < windows.pixels().length; window++) {
            int p = at + windows.pixels()[window];
            var a = FloatVector.fromArray(FLOATS, pixels, p).reinterpretAsInts().max(zero);
            var b = FloatVector.fromArray(FLOATS, pixels, p + COUNT).reinterpretAsInts();
            var c = FloatVector.fromArray(FLOATS, pixels, p + BELOW)
                    .reinterpretAsInts()
                    .max(zero);
            var d = FloatVector.fromArray(FLOATS, pixels, p + BELOW + COUNT).reinterpretAsInts();
            var ab = a.max(b);
            var cd = c.max(d);
            var maximum = ab.max(cd);
            // Each is negative where the condition holds, else 0 or more.
            var isZero = maximum.sub(1);
            var isLower = ab.sub(maximum);
            var isRightAbove = a.sub(ab);
            var isRightBelow = c.sub(cd);
            var isRight = isRightAbove.lanewise(
                    VectorOperators.XOR,
                    isRightAbove.lanewise(VectorOperators.XOR, isRightBelow).and(isLower));
            var code = isZero.lanewise(VectorOperators.LSHR, 29)
                    .and(4)
                    .or(isLower.lanewise(VectorOperators.LSHR, 30).and(2))
                    .or(isRight.lanewise(VectorOperators.LSHR, 31));
            codes = codes.lanewise(VectorOperators.LSHL, PooledWinners.BITS).or(code);
            maximum.reinterpretAsFloats().intoArray(pooled, pooledAt + windows.pooled()[window]);
            codes.intoArray(winners, winnersAt + windows.words()[window]);
        }
    }
}
