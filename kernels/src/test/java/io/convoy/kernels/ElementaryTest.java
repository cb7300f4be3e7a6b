package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Errors in units in the last place, measured at floats spread evenly over their bit patterns. */
class ElementaryTest {

    private interface FloatFunction {
        float of(float x);
    }

    @Test
    void shouldApproximateTheExponential() {
        assertWithin(1, Elementary::exp, StrictMath::exp);
    }

    @Test
    void shouldApproximateTheSigmoid() {
        assertWithin(3, x -> x < -88 ? 0 : Elementary.sigmoid(x), x -> x < -88 ? 0 : 1 / (1 + StrictMath.exp(-x)));
        assertTrue(Elementary.sigmoid(-88.5f) < Float.MIN_NORMAL);
    }

    @Test
    void shouldApproximateTheHyperbolicTangent() {
        assertWithin(2, Elementary::tanh, StrictMath::tanh);
    }

    @Test
    void shouldTreatTheEdges() {
        assertEquals(1f, Elementary.exp(0f));
        assertEquals(1f, Elementary.exp(-0f));
        assertEquals(0f, Elementary.exp(Float.NEGATIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, Elementary.exp(Float.POSITIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, Elementary.exp(88.73f));
        assertEquals(Float.MIN_VALUE, Elementary.exp(-103.5f));
        assertTrue(Float.isNaN(Elementary.exp(Float.NaN)));
        assertEquals(0.5f, Elementary.sigmoid(-0f));
        assertEquals(0f, Elementary.sigmoid(Float.NEGATIVE_INFINITY));
        assertEquals(1f, Elementary.sigmoid(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.sigmoid(Float.NaN)));
        assertEquals(-0f, Elementary.tanh(-0f));
        assertEquals(-1f, Elementary.tanh(Float.NEGATIVE_INFINITY));
        assertEquals(1f, Elementary.tanh(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Elementary.tanh(Float.NaN)));
    }

    private static void assertWithin(double bound, FloatFunction function, DoubleUnaryOperator exact) {
        double worst = 0;
        float worstArgument = 0;
        int infinity = Float.floatToIntBits(Float.POSITIVE_INFINITY);
        for (long bits = 0; bits <= infinity; bits += 4_999) {
            for (int sign = 0; sign < 2; sign++) {
                float x = Float.intBitsToFloat((int) bits | sign << 31);
                double expected = exact.applyAsDouble(x);
                if (expected > Float.MAX_VALUE) {
                    continue;
                }
                double error = Math.abs(function.of(x) - expected) / Math.ulp((float) expected);
                if (error > worst) {
                    worst = error;
                    worstArgument = x;
                }
            }
        }
        assertTrue(worst <= bound, "error of " + worst + " ulp at " + worstArgument);
    }
}
