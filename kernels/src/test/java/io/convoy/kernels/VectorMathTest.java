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

        kernels.vectorMath().momentumStep(weights, gradient, velocity, 0.1f, 0.9f, 0.01f);

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

        kernels.vectorMath().gradientStep(weights, gradient, 0.1f, 0.01f);

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

        kernels.vectorMath().nesterovStep(weights, gradient, velocity, 0.1f, 0.9f, 0.01f);

        assertArrayEquals(expectedVelocity, velocity);
        assertArrayEquals(expectedWeights, weights);
    }

    /** Three steps against the paper's algorithm 1 in double precision. */
    @ParameterizedTest
    @MethodSource("lengths")
    void adamShouldFollowThePaper(Kernels kernels, int length) {
        var random = new Random(length);
        var weights = gaussians(length, random);
        var mean = new float[length];
        var square = new float[length];
        var exact = new double[length];
        Arrays.setAll(exact, i -> weights[i]);
        var exactMean = new double[length];
        var exactSquare = new double[length];
        for (int step = 1; step <= 3; step++) {
            var gradient = gaussians(length, random);
            kernels.vectorMath()
                    .adamStep(weights, gradient, mean, square, AdamStep.of(0.01, 0.9, 0.999, 1e-8, 0.1, step));
            for (int i = 0; i < length; i++) {
                double g = gradient[i] + 0.1 * exact[i];
                exactMean[i] = 0.9 * exactMean[i] + 0.1 * g;
                exactSquare[i] = 0.999 * exactSquare[i] + 0.001 * g * g;
                double meanHat = exactMean[i] / (1 - Math.pow(0.9, step));
                double squareHat = exactSquare[i] / (1 - Math.pow(0.999, step));
                exact[i] -= 0.01 * meanHat / (Math.sqrt(squareHat) + 1e-8);
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
        var weights = Buffer.awkward(length, random).values();
        var gradient = Buffer.awkward(length, random).values();
        var velocity = Buffer.awkward(length, random).values();
        var expectedWeights = weights.clone();
        var expectedVelocity = velocity.clone();
        Kernels.scalar().vectorMath().momentumStep(expectedWeights, gradient, expectedVelocity, 0.3f, 0.5f, 1e-4f);
        kernels.vectorMath().momentumStep(weights, gradient, velocity, 0.3f, 0.5f, 1e-4f);
        assertArrayEquals(expectedVelocity, velocity);
        assertArrayEquals(expectedWeights, weights);

        Kernels.scalar().vectorMath().nesterovStep(expectedWeights, gradient, expectedVelocity, 0.3f, 0.5f, 1e-4f);
        kernels.vectorMath().nesterovStep(weights, gradient, velocity, 0.3f, 0.5f, 1e-4f);
        assertArrayEquals(expectedVelocity, velocity);
        assertArrayEquals(expectedWeights, weights);

        Kernels.scalar().vectorMath().gradientStep(expectedWeights, gradient, 0.3f, 1e-4f);
        kernels.vectorMath().gradientStep(weights, gradient, 0.3f, 1e-4f);
        assertArrayEquals(expectedWeights, weights);

        var step = AdamStep.of(0.01, 0.9, 0.999, 1e-8, 0.1, 7);
        var mean = Buffer.awkward(length, random).values();
        var square = Buffer.awkward(length, random).values();
        var expectedMean = mean.clone();
        var expectedSquare = square.clone();
        Kernels.scalar().vectorMath().adamStep(expectedWeights, gradient, expectedMean, expectedSquare, step);
        kernels.vectorMath().adamStep(weights, gradient, mean, square, step);
        assertArrayEquals(expectedMean, mean);
        assertArrayEquals(expectedSquare, square);
        assertArrayEquals(expectedWeights, weights);
    }

    private static float[] gaussians(int length, Random random) {
        return Buffer.gaussians(length, random).values();
    }
}
