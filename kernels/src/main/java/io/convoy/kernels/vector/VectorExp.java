package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;

import io.convoy.kernels.Elementary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Elementary#exp} lane by lane. */
final class VectorExp {

    private VectorExp() {}

    static FloatVector of(FloatVector x) {
        var clamped = x.max(Elementary.EXP_LOWEST).min(Elementary.EXP_HIGHEST);
        var shift = FloatVector.broadcast(FLOATS, Elementary.ROUND_TO_INTEGER);
        var shifted = clamped.fma(FloatVector.broadcast(FLOATS, Elementary.LOG2_E), shift);
        var whole = shifted.sub(shift);
        var r = whole.fma(
                FloatVector.broadcast(FLOATS, -Elementary.LN2_LOW),
                whole.fma(FloatVector.broadcast(FLOATS, -Elementary.LN2_HIGH), clamped));
        var p = FloatVector.broadcast(FLOATS, Elementary.EXP_6);
        p = p.fma(r, FloatVector.broadcast(FLOATS, Elementary.EXP_5));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Elementary.EXP_4));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Elementary.EXP_3));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Elementary.EXP_2));
        p = r.mul(r).fma(p, r).add(1f);
        var exponent = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(Elementary.ROUND_TO_INTEGER));
        var half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }
}
