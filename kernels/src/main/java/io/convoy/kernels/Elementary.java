package io.convoy.kernels;

/**
 * Elementary functions in float, written as the sequence of operations that every implementation repeats lane by lane:
 * the JDK's own are neither vectorised nor the same on every machine. The constants are public for that purpose only.
 *
 * <p>Polynomials are minimax fits (Lawson's iteration) of the remainders named at their constants, rounded to float.
 * Largest errors over all arguments: {@link #exp} 1 ulp, {@link #sigmoid} 3 ulp, {@link #tanh} 2 ulp.
 */
public final class Elementary {

    /** Below this argument the exponential rounds to 0, above {@link #EXP_HIGHEST} it overflows. */
    public static final float EXP_LOWEST = -104f;

    public static final float EXP_HIGHEST = 89f;

    public static final float LOG2_E = 1.442695f;

    /** {@code ln 2} rounded to float; {@link #LN2_LOW} is the rest. */
    public static final float LN2_HIGH = 0.6931472f;

    public static final float LN2_LOW = -1.9046542e-9f;

    /** 1.5 · 2²³: adding it rounds to an integer, which is then found in the low bits. */
    public static final float ROUND_TO_INTEGER = 0x1.8p23f;

    /** {@code (exp(r) − 1 − r) / r²} for {@code |r| ≤ ln 2 / 2}. */
    public static final float EXP_2 = 0x1.fffffcp-2f;

    public static final float EXP_3 = 0x1.555490p-3f;
    public static final float EXP_4 = 0x1.5558f6p-5f;
    public static final float EXP_5 = 0x1.123a8ep-7f;
    public static final float EXP_6 = 0x1.6a2314p-10f;

    /** Below it the hyperbolic tangent is a polynomial, above it comes from the exponential. */
    public static final float TANH_SMALL = 0.625f;

    /** {@code (tanh(x) − x) / x³} in powers of {@code x²} for {@code |x| ≤ 0.625}. */
    public static final float TANH_3 = -0.3333328f;

    public static final float TANH_5 = 0.13331442f;
    public static final float TANH_7 = -0.05373971f;
    public static final float TANH_9 = 0.020639079f;
    public static final float TANH_11 = -0.0057049785f;

    /** {@code 2 · √(2/π)} and {@code 0.044715} times it. */
    public static final float GELU_1 = 1.5957691f;

    public static final float GELU_3 = 0.07135482f;

    public static final float SIXTH = 1f / 6;

    private Elementary() {}

    /** {@code eˣ}; exact at 0, denormal results included. */
    public static float exp(float x) {
        float clamped = x < EXP_LOWEST ? EXP_LOWEST : x > EXP_HIGHEST ? EXP_HIGHEST : x;
        float shifted = Math.fma(clamped, LOG2_E, ROUND_TO_INTEGER);
        float whole = shifted - ROUND_TO_INTEGER;
        float r = Math.fma(whole, -LN2_LOW, Math.fma(whole, -LN2_HIGH, clamped));
        float p = EXP_6;
        p = Math.fma(p, r, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(r * r, p, r) + 1f;
        // Two factors, since 2 to the power of -150 or 128 is no float.
        int exponent = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUND_TO_INTEGER);
        int half = exponent >> 1;
        return p * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    /** {@code 1 / (1 + e⁻ˣ)}; 0 where that is denormal. */
    public static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    /** {@code x · sigmoid(x)}. */
    public static float silu(float x) {
        return x * sigmoid(x);
    }

    /** {@code s · (1 + x · (1 − s))} with {@code s = sigmoid(x)}. */
    public static float siluDerivative(float x) {
        float s = sigmoid(x);
        return s * Math.fma(x, 1f - s, 1f);
    }

    /**
     * {@code x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))} (Hendrycks and Gimpel, 2016), which is {@code x ·
     * sigmoid(x · (GELU_1 + GELU_3 · x²))}.
     */
    public static float gelu(float x) {
        return x * sigmoid(geluArgument(x));
    }

    /** {@code s · (1 + x · (1 − s) · (GELU_1 + 3 · GELU_3 · x²))} with s the sigmoid above. */
    public static float geluDerivative(float x) {
        float s = sigmoid(geluArgument(x));
        return s * Math.fma(x * (1f - s), Math.fma(x * x, 3 * GELU_3, GELU_1), 1f);
    }

    private static float geluArgument(float x) {
        return Math.fma(x * x, GELU_3, GELU_1) * x;
    }

    /** {@code x · min(max(x / 6 + 1/2, 0), 1)}: Howard et al., MobileNetV3 (2019). */
    public static float hardSwish(float x) {
        return x * hardSigmoid(x);
    }

    /** {@code gate + x / 6} from −3 to 3, outside the gate alone. */
    public static float hardSwishDerivative(float x) {
        boolean isOutside = (Float.floatToRawIntBits(x + 3f) | Float.floatToRawIntBits(3f - x)) < 0;
        return hardSigmoid(x) + (isOutside ? 0f : x * SIXTH);
    }

    private static float hardSigmoid(float x) {
        return Math.min(Math.max(Math.fma(x, SIXTH, 0.5f), 0f), 1f);
    }

    public static float tanh(float x) {
        float a = Math.abs(x);
        float square = a * a;
        float p = TANH_11;
        p = Math.fma(p, square, TANH_9);
        p = Math.fma(p, square, TANH_7);
        p = Math.fma(p, square, TANH_5);
        p = Math.fma(p, square, TANH_3);
        float small = Math.fma(a * square, p, a);
        float large = 1f - 2f / (exp(2f * a) + 1f);
        return Math.copySign(a < TANH_SMALL ? small : large, x);
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }
}
