package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Six output channels of a convolution at the four pixels of one pooling window, reduced to maximum and winner before
 * they leave the registers. {@link ReluMaxPooling} explains the arithmetic on integers.
 */
final class PooledProductTile6 {

    private PooledProductTile6() {}

    static void run(
            int[] taps,
            float[] weights,
            int weight,
            float[] bias,
            int firstBias,
            float[] input,
            int from,
            int rowDistance,
            int columnDistance,
            float[] output,
            int to,
            int[] winners,
            int winnersTo,
            int plane) {
        int below = from + rowDistance;
        var a0 = FloatVector.broadcast(FLOATS, bias[firstBias + 0]);
        var b0 = a0;
        var c0 = a0;
        var d0 = a0;
        var a1 = FloatVector.broadcast(FLOATS, bias[firstBias + 1]);
        var b1 = a1;
        var c1 = a1;
        var d1 = a1;
        var a2 = FloatVector.broadcast(FLOATS, bias[firstBias + 2]);
        var b2 = a2;
        var c2 = a2;
        var d2 = a2;
        var a3 = FloatVector.broadcast(FLOATS, bias[firstBias + 3]);
        var b3 = a3;
        var c3 = a3;
        var d3 = a3;
        var a4 = FloatVector.broadcast(FLOATS, bias[firstBias + 4]);
        var b4 = a4;
        var c4 = a4;
        var d4 = a4;
        var a5 = FloatVector.broadcast(FLOATS, bias[firstBias + 5]);
        var b5 = a5;
        var c5 = a5;
        var d5 = a5;
        for (int t = 0; t < taps.length; t++) {
            int above = from + taps[t];
            int lower = below + taps[t];
            int w = weight + t * 6;
            var xa = FloatVector.fromArray(FLOATS, input, above);
            var xb = FloatVector.fromArray(FLOATS, input, above + columnDistance);
            var xc = FloatVector.fromArray(FLOATS, input, lower);
            var xd = FloatVector.fromArray(FLOATS, input, lower + columnDistance);
            var w0 = FloatVector.broadcast(FLOATS, weights[w + 0]);
            a0 = xa.fma(w0, a0);
            b0 = xb.fma(w0, b0);
            c0 = xc.fma(w0, c0);
            d0 = xd.fma(w0, d0);
            var w1 = FloatVector.broadcast(FLOATS, weights[w + 1]);
            a1 = xa.fma(w1, a1);
            b1 = xb.fma(w1, b1);
            c1 = xc.fma(w1, c1);
            d1 = xd.fma(w1, d1);
            var w2 = FloatVector.broadcast(FLOATS, weights[w + 2]);
            a2 = xa.fma(w2, a2);
            b2 = xb.fma(w2, b2);
            c2 = xc.fma(w2, c2);
            d2 = xd.fma(w2, d2);
            var w3 = FloatVector.broadcast(FLOATS, weights[w + 3]);
            a3 = xa.fma(w3, a3);
            b3 = xb.fma(w3, b3);
            c3 = xc.fma(w3, c3);
            d3 = xd.fma(w3, d3);
            var w4 = FloatVector.broadcast(FLOATS, weights[w + 4]);
            a4 = xa.fma(w4, a4);
            b4 = xb.fma(w4, b4);
            c4 = xc.fma(w4, c4);
            d4 = xd.fma(w4, d4);
            var w5 = FloatVector.broadcast(FLOATS, weights[w + 5]);
            a5 = xa.fma(w5, a5);
            b5 = xb.fma(w5, b5);
            c5 = xc.fma(w5, c5);
            d5 = xd.fma(w5, d5);
        }
        pool(a0, b0, c0, d0, output, to, winners, winnersTo);
        pool(a1, b1, c1, d1, output, to + plane, winners, winnersTo + plane);
        pool(a2, b2, c2, d2, output, to + 2 * plane, winners, winnersTo + 2 * plane);
        pool(a3, b3, c3, d3, output, to + 3 * plane, winners, winnersTo + 3 * plane);
        pool(a4, b4, c4, d4, output, to + 4 * plane, winners, winnersTo + 4 * plane);
        pool(a5, b5, c5, d5, output, to + 5 * plane, winners, winnersTo + 5 * plane);
    }

    private static void pool(
            FloatVector a,
            FloatVector b,
            FloatVector c,
            FloatVector d,
            float[] output,
            int to,
            int[] winners,
            int winnersTo) {
        var zero = IntVector.zero(INTS);
        var p = a.reinterpretAsInts().max(zero);
        var q = b.reinterpretAsInts().max(zero);
        var r = c.reinterpretAsInts().max(zero);
        var s = d.reinterpretAsInts().max(zero);
        var upper = p.max(q);
        var lower = r.max(s);
        var maximum = upper.max(lower);
        var upperWinner = p.sub(upper).lanewise(VectorOperators.LSHR, 31);
        var lowerWinner = r.sub(lower).lanewise(VectorOperators.LSHR, 31).add(2);
        var lowerWins = upper.sub(maximum).lanewise(VectorOperators.ASHR, 31);
        var isZero = maximum.sub(1).lanewise(VectorOperators.ASHR, 31);
        var winner =
                upperWinner.add(lowerWinner.sub(upperWinner).and(lowerWins)).or(isZero);
        maximum.reinterpretAsFloats().intoArray(output, to);
        winner.intoArray(winners, winnersTo);
    }
}
