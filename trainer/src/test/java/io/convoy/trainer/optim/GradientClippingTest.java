package io.convoy.trainer.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.kernels.KernelChoice;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.VectorMath;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("width")
class GradientClippingTest {

    private static final VectorMath MATH = Kernels.scalar().vectorMath();
    private static final List<ParameterRange> WHOLE = List.of(new ParameterRange(0, 2, true));

    @Test
    void shouldScaleALongGradientToTheNorm() {
        var gradient = new float[] {3, -4};

        assertEquals(5, GradientClipping.clip(MATH, WHOLE, gradient, 1));

        assertArrayEquals(new float[] {0.6f, -0.8f}, gradient, 1e-7f);
    }

    @Test
    void shouldLeaveAShortGradientAlone() {
        var gradient = new float[] {3, -4};

        assertEquals(5, GradientClipping.clip(MATH, WHOLE, gradient, 5));

        assertArrayEquals(new float[] {3, -4}, gradient);
    }

    @Test
    void shouldNeitherCountNorScaleWhatDoesNotLearn() {
        var gradient = new float[] {3, 1000, -4, Float.NaN};
        var ranges = List.of(new ParameterRange(0, 1, true), new ParameterRange(2, 3, false));

        assertEquals(5, GradientClipping.clip(MATH, ranges, gradient, 2.5));

        assertArrayEquals(new float[] {1.5f, 1000, -2, Float.NaN}, gradient);
    }

    @Test
    void shouldTellOfANormThatIsNotFinite() {
        var gradient = new float[] {1e30f, 1};

        assertEquals(Double.POSITIVE_INFINITY, GradientClipping.clip(MATH, WHOLE, gradient, 1));

        assertArrayEquals(new float[] {1e30f, 1}, gradient);
    }

    @Test
    void shouldGiveTheSameBitsWithVectorKernels() {
        var random = new Random(1);
        var gradient = new float[20_011];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) random.nextGaussian();
        }
        var ranges = List.of(new ParameterRange(3, 4999, true), new ParameterRange(5001, 20_010, false));
        var expected = gradient.clone();

        double norm = GradientClipping.clip(MATH, ranges, expected, 2);

        assertEquals(norm, GradientClipping.clip(KernelChoice.VECTOR.choose().vectorMath(), ranges, gradient, 2));
        assertArrayEquals(expected, gradient);
    }
}
