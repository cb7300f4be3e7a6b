package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class VectorMathTest {

    static Stream<Arguments> lengths() {
        return Implementations.with(List.of(0, 1, 7, 15, 16, 17, 31, 33, 63, 65, 127, 130, 1000));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void momentumShouldFollowItsFormulaAtEveryLength(Kernels kernels, int length) {
        var random = new Random(length);
        var weights = gaussians(length, random);
        var gradient = gaussians(length, random);
        var velocity = gaussians(length, random);
        var expectedWeights = weights.clone();
        var expectedVelocity = velocity.clone();
        for (int i = 0; i < length; i++) {
            float g = Math.fma(0.01f, weights[i], gradient[i]);
            expectedVelocity[i] = Math.fma(0.9f, velocity[i], g);
            expectedWeights[i] = Math.fma(-0.1f, expectedVelocity[i], weights[i]);
        }

        kernels.vectorMath().momentumStep(weights, gradient, velocity, 0, length, 0.1f, 0.9f, 0.01f);

        assertArrayEquals(expectedVelocity, velocity);
        assertArrayEquals(expectedWeights, weights);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void gradientStepShouldFollowItsFormulaAtEveryLength(Kernels kernels, int length) {
        var random = new Random(length);
        var weights = gaussians(length, random);
        var gradient = gaussians(length, random);
        var expected = weights.clone();
        for (int i = 0; i < length; i++) {
            expected[i] = Math.fma(-0.1f, Math.fma(0.01f, weights[i], gradient[i]), weights[i]);
        }

        kernels.vectorMath().gradientStep(weights, gradient, 0, length, 0.1f, 0.01f);

        assertArrayEquals(expected, weights);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void nesterovShouldLookAhead(Kernels kernels, int length) {
        var random = new Random(length);
        var weights = gaussians(length, random);
        var gradient = gaussians(length, random);
        var velocity = gaussians(length, random);
        var expectedWeights = weights.clone();
        var expectedVelocity = velocity.clone();
        for (int i = 0; i < length; i++) {
            float g = Math.fma(0.01f, weights[i], gradient[i]);
            expectedVelocity[i] = Math.fma(0.9f, velocity[i], g);
            expectedWeights[i] = Math.fma(-0.1f, Math.fma(0.9f, expectedVelocity[i], g), weights[i]);
        }

        kernels.vectorMath().nesterovStep(weights, gradient, velocity, 0, length, 0.1f, 0.9f, 0.01f);

        assertArrayEquals(expectedVelocity, velocity);
        assertArrayEquals(expectedWeights, weights);
    }

    /** Three steps against algorithm 2 of arXiv 1711.05101 in double precision. */
    @ParameterizedTest
    @MethodSource("lengths")
    void adamShouldFollowThePaper(Kernels kernels, int length) {
        var random = new Random(length);
        var weights = gaussians(length, random);
        var moments = new float[2 * length];
        var exact = new double[length];
        Arrays.setAll(exact, i -> weights[i]);
        var exactMean = new double[length];
        var exactSquare = new double[length];
        for (int step = 1; step <= 3; step++) {
            var gradient = gaussians(length, random);
            kernels.vectorMath()
                    .adamStep(weights, gradient, moments, 0, length, AdamStep.of(0.01, 0.9, 0.999, 1e-8, 0.1, step));
            for (int i = 0; i < length; i++) {
                double g = gradient[i];
                exactMean[i] = 0.9 * exactMean[i] + 0.1 * g;
                exactSquare[i] = 0.999 * exactSquare[i] + 0.001 * g * g;
                double meanHat = exactMean[i] / (1 - Math.pow(0.9, step));
                double squareHat = exactSquare[i] / (1 - Math.pow(0.999, step));
                exact[i] -= 0.01 * (meanHat / (Math.sqrt(squareHat) + 1e-8) + 0.1 * exact[i]);
            }
        }
        for (int i = 0; i < length; i++) {
            assertEquals(exact[i], weights[i], 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void shouldFindWhatIsNotFiniteAnywhere(Kernels kernels, int length) {
        var values = gaussians(length, new Random(length));
        assertTrue(kernels.vectorMath().allFinite(values));
        for (int i = 0; i < length; i++) {
            float kept = values[i];
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                values[i] = bad;
                assertFalse(kernels.vectorMath().allFinite(values), bad + " at " + i + " of " + length);
            }
            values[i] = kept;
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void shouldGiveTheBitsOfTheScalarKernels(Kernels kernels, int length) {
        var random = new Random(length);
        int from = length / 5;
        int to = length - length / 7;
        var weights = Buffer.awkward(length, random).values();
        var gradient = Buffer.awkward(length, random).values();
        var velocity = Buffer.awkward(length, random).values();
        var expectedWeights = weights.clone();
        var expectedVelocity = velocity.clone();
        Kernels.scalar()
                .vectorMath()
                .momentumStep(expectedWeights, gradient, expectedVelocity, from, to, 0.3f, 0.5f, 1e-4f);
        kernels.vectorMath().momentumStep(weights, gradient, velocity, from, to, 0.3f, 0.5f, 1e-4f);
        assertArrayEquals(expectedVelocity, velocity);
        assertArrayEquals(expectedWeights, weights);

        Kernels.scalar()
                .vectorMath()
                .nesterovStep(expectedWeights, gradient, expectedVelocity, from, to, 0.3f, 0.5f, 1e-4f);
        kernels.vectorMath().nesterovStep(weights, gradient, velocity, from, to, 0.3f, 0.5f, 1e-4f);
        assertArrayEquals(expectedVelocity, velocity);
        assertArrayEquals(expectedWeights, weights);

        Kernels.scalar().vectorMath().gradientStep(expectedWeights, gradient, from, to, 0.3f, 1e-4f);
        kernels.vectorMath().gradientStep(weights, gradient, from, to, 0.3f, 1e-4f);
        assertArrayEquals(expectedWeights, weights);

        var step = AdamStep.of(0.01, 0.9, 0.999, 1e-8, 0.1, 7);
        var moments = Buffer.awkward(2 * length, random).values();
        var expectedMoments = moments.clone();
        Kernels.scalar().vectorMath().adamStep(expectedWeights, gradient, expectedMoments, from, to, step);
        kernels.vectorMath().adamStep(weights, gradient, moments, from, to, step);
        assertArrayEquals(expectedMoments, moments);
        assertArrayEquals(expectedWeights, weights);

        Kernels.scalar().vectorMath().scale(expectedWeights, from, to, 0.7f);
        kernels.vectorMath().scale(weights, from, to, 0.7f);
        assertArrayEquals(expectedWeights, weights);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void shouldTouchNothingOutsideTheRange(Kernels kernels, int length) {
        var random = new Random(length);
        int from = length / 3;
        int to = length - length / 4;
        var weights = gaussians(length, random);
        var before = weights.clone();
        var gradient = gaussians(length, random);
        var state = new float[length];
        var moments = new float[2 * length];
        var math = kernels.vectorMath();

        math.momentumStep(weights, gradient, state, from, to, 0.1f, 0.9f, 0.1f);
        math.nesterovStep(weights, gradient, state, from, to, 0.1f, 0.9f, 0.1f);
        math.gradientStep(weights, gradient, from, to, 0.1f, 0.1f);
        math.adamStep(weights, gradient, moments, from, to, AdamStep.of(0.1, 0.9, 0.999, 1e-8, 0.1, 1));
        math.scale(weights, from, to, 3);

        for (int i = 0; i < length; i++) {
            boolean inside = i >= from && i < to;
            assertEquals(inside, weights[i] != before[i], "weight " + i);
            assertEquals(inside, state[i] != 0, "state " + i);
            assertEquals(inside, moments[i] != 0, "mean " + i);
            assertEquals(inside, moments[length + i] != 0, "square " + i);
        }
    }

    static Stream<Arguments> longLengths() {
        return Implementations.with(List.of(0, 1, 15, 16, 17, 4095, 4096, 4097, 4113, 10_000));
    }

    @ParameterizedTest
    @MethodSource("longLengths")
    void sumOfSquaresShouldHaveOneOrder(Kernels kernels, int length) {
        var values = gaussians(length + 8, new Random(length));
        double expected = 0;
        double exact = 0;
        for (int chunk = 0; chunk < length; chunk += VectorMath.CHUNK) {
            var lanes = new float[Lanes.COUNT];
            for (int i = chunk; i < Math.min(length, chunk + VectorMath.CHUNK); i++) {
                float x = values[5 + i];
                lanes[i % Lanes.COUNT] = Math.fma(x, x, lanes[i % Lanes.COUNT]);
                exact += (double) x * x;
            }
            expected += Lanes.sum(lanes, 0);
        }

        var math = kernels.vectorMath();

        assertEquals(expected, math.sumOfSquares(values, 5, 5 + length));
        assertEquals(expected, math.sumOfSquares(values, 5, 5 + length), "again");
        assertEquals(exact, expected, 1e-6 * exact);
    }

    @ParameterizedTest
    @MethodSource("longLengths")
    void sumOfSquaresShouldTellOfNaNAndOverflow(Kernels kernels, int length) {
        for (int i = 0; i < length; i += Math.max(1, length - 1)) {
            var values = new float[length];
            values[i] = Float.NaN;
            assertEquals(Double.NaN, kernels.vectorMath().sumOfSquares(values, 0, length));
            values[i] = Float.MAX_VALUE;
            assertEquals(Double.POSITIVE_INFINITY, kernels.vectorMath().sumOfSquares(values, 0, length));
        }
    }

    private static float[] gaussians(int length, Random random) {
        return Buffer.gaussians(length, random).values();
    }
}
