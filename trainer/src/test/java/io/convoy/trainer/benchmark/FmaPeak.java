package io.convoy.trainer.benchmark;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** How fast the processor multiplies and adds when nothing leaves the registers: the yardstick of all shares. */
final class FmaPeak {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int TURNS = 20_000;
    private static final int ACCUMULATORS = 12;

    private float result;

    /** Floating point operations a second, a multiply-add counting two. */
    double measure(double within) {
        double seconds = Timing.bestWithin(within, () -> result += run(TURNS));
        return 2.0 * ACCUMULATORS * SPECIES.length() * TURNS / seconds;
    }

    float result() {
        return result;
    }

    private static float run(int turns) {
        var x = FloatVector.broadcast(SPECIES, 0.999f);
        var y = FloatVector.broadcast(SPECIES, 0.001f);
        var a = FloatVector.broadcast(SPECIES, 0f);
        var b = FloatVector.broadcast(SPECIES, 1f);
        var c = FloatVector.broadcast(SPECIES, 2f);
        var d = FloatVector.broadcast(SPECIES, 3f);
        var e = FloatVector.broadcast(SPECIES, 4f);
        var f = FloatVector.broadcast(SPECIES, 5f);
        var g = FloatVector.broadcast(SPECIES, 6f);
        var h = FloatVector.broadcast(SPECIES, 7f);
        var i = FloatVector.broadcast(SPECIES, 8f);
        var j = FloatVector.broadcast(SPECIES, 9f);
        var k = FloatVector.broadcast(SPECIES, 10f);
        var l = FloatVector.broadcast(SPECIES, 11f);
        for (int turn = 0; turn < turns; turn++) {
            a = x.fma(y, a);
            b = x.fma(y, b);
            c = x.fma(y, c);
            d = x.fma(y, d);
            e = x.fma(y, e);
            f = x.fma(y, f);
            g = x.fma(y, g);
            h = x.fma(y, h);
            i = x.fma(y, i);
            j = x.fma(y, j);
            k = x.fma(y, k);
            l = x.fma(y, l);
        }
        var sum = a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l);
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
