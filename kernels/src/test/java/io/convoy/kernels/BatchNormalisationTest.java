package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class BatchNormalisationTest {

    private static final float EPSILON = 1e-3f;

    record Case(int channels, int pixels, int images) {

        int blocks() {
            return Lanes.blocks(images);
        }

        int size() {
            return blocks() * channels * pixels * COUNT;
        }

        boolean isImage(int i) {
            return i / (channels * pixels * COUNT) * COUNT + i % COUNT < images;
        }

        int channel(int i) {
            return i / (pixels * COUNT) % channels;
        }
    }

    /** All that the operator computes from one minibatch. */
    record Results(float[] mean, float[] variance, float[] output, float[] gradient, float[] inputGradient) {

        static Results of(Kernels kernels, Case given, float[] parameters, float[] x, float[] dy) {
            int channels = given.channels;
            var results = new Results(
                    new float[channels],
                    new float[channels],
                    new float[x.length],
                    new float[2 * channels],
                    new float[x.length]);
            var normalisation = kernels.batchNormalisation(channels, given.pixels, EPSILON);
            normalisation.setParameters(parameters, 0, channels);
            normalisation.statistics(given.images, x, results.mean, results.variance);
            normalisation.forward(given.blocks(), x, results.mean, results.variance, results.output);
            normalisation.parameterGradient(
                    given.images, x, results.mean, results.variance, dy, results.gradient, 0, channels);
            normalisation.backwardInput(
                    given.images,
                    x,
                    results.mean,
                    results.variance,
                    dy,
                    results.gradient,
                    0,
                    channels,
                    results.inputGradient);
            return results;
        }
    }

    static Stream<Arguments> cases() {
        return Implementations.with(List.of(
                new Case(1, 1, 2),
                new Case(2, 3, 1),
                new Case(3, 4, 15),
                new Case(2, 5, 16),
                new Case(3, 4, 17),
                new Case(2, 9, 40)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNormaliseToBetaAndGamma(Kernels kernels, Case given) {
        var random = new Random(1);
        var x = Buffer.filled(given.size(), () -> 100 + 3 * random.nextGaussian())
                .values();
        var parameters = Buffer.gaussians(2 * given.channels, random).values();

        var results = Results.of(kernels, given, parameters, x, new float[x.length]);

        var exact = exactOutput(given, x, parameters);
        for (int i = 0; i < x.length; i++) {
            if (given.isImage(i)) {
                assertEquals(exact[i], results.output[i], 1e-3, "at " + i);
            }
        }
    }

    /** By statistics that are not the batch's own: those that training has averaged. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldNormaliseByGivenStatisticsInInference(Kernels kernels, Case given) {
        var random = new Random(4);
        var x = Buffer.gaussians(given.size(), random).values();
        var parameters = Buffer.gaussians(2 * given.channels, random).values();
        var mean = Buffer.gaussians(given.channels, random).values();
        var variance =
                Buffer.filled(given.channels, () -> 0.1 + random.nextDouble()).values();
        var output = new float[x.length];
        var normalisation = kernels.batchNormalisation(given.channels, given.pixels, EPSILON);
        normalisation.setParameters(parameters, 0, given.channels);

        normalisation.forward(given.blocks(), x, mean, variance, output);

        for (int i = 0; i < x.length; i++) {
            int c = given.channel(i);
            double expected = (x[i] - mean[c]) / Math.sqrt(variance[c] + EPSILON) * parameters[c]
                    + parameters[given.channels + c];
            assertEquals(expected, output[i], 1e-5, "at " + i);
        }
    }

    /** With the sum of output times dy as the loss. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheNumericGradients(Kernels kernels, Case given) {
        var random = new Random(2);
        var x = Buffer.gaussians(given.size(), random).values();
        var dy = Buffer.gaussians(given.size(), random).values();
        var parameters = Buffer.gaussians(2 * given.channels, random).values();

        var results = Results.of(kernels, given, parameters, x, dy);

        double scale = 1 / Math.sqrt(Math.sqrt(EPSILON));
        for (int i = 0; i < parameters.length; i++) {
            assertEquals(numeric(given, x, parameters, dy, parameters, i), results.gradient[i], 2e-3 * scale);
        }
        for (int i = 0; i < x.length; i += 7) {
            double expected = given.isImage(i) ? numeric(given, x, parameters, dy, x, i) : 0;
            double tolerance = given.isImage(i) ? 2e-3 * scale : 0;
            assertEquals(expected, results.inputGradient[i], tolerance, "input gradient at " + i);
        }
    }

    /** The derivative of the loss by {@code moved[at]}, which is an element of x or of the parameters. */
    private static double numeric(Case given, float[] x, float[] parameters, float[] dy, float[] moved, int at) {
        float kept = moved[at];
        float step = 0x1p-8f;
        moved[at] = kept + step;
        double above = loss(given, x, parameters, dy);
        double high = moved[at];
        moved[at] = kept - step;
        double below = loss(given, x, parameters, dy);
        double low = moved[at];
        moved[at] = kept;
        return (above - below) / (high - low);
    }

    private static double loss(Case given, float[] x, float[] parameters, float[] dy) {
        var output = exactOutput(given, x, parameters);
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            loss += given.isImage(i) ? output[i] * dy[i] : 0;
        }
        return loss;
    }

    private static double[] exactOutput(Case given, float[] x, float[] parameters) {
        double count = (double) given.images * given.pixels;
        var mean = new double[given.channels];
        var variance = new double[given.channels];
        for (int i = 0; i < x.length; i++) {
            mean[given.channel(i)] += given.isImage(i) ? x[i] / count : 0;
        }
        for (int i = 0; i < x.length; i++) {
            double distance = x[i] - mean[given.channel(i)];
            variance[given.channel(i)] += given.isImage(i) ? distance * distance / count : 0;
        }
        var output = new double[x.length];
        Arrays.setAll(output, i -> {
            int c = given.channel(i);
            return (x[i] - mean[c]) / Math.sqrt(variance[c] + EPSILON) * parameters[c] + parameters[given.channels + c];
        });
        return output;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheBitsOfTheScalarKernels(Kernels kernels, Case given) {
        var random = new Random(3);
        for (int round = 0; round < 2; round++) {
            int size = given.size();
            var x = (round == 0 ? Buffer.gaussians(size, random) : Buffer.awkward(size, random)).values();
            var dy = (round == 0 ? Buffer.gaussians(size, random) : Buffer.awkward(size, random)).values();
            var parameters = Buffer.gaussians(2 * given.channels, random).values();
            var expected = Results.of(Kernels.scalar(), given, parameters, x, dy);
            var actual = Results.of(kernels, given, parameters, x, dy);
            assertArrayEquals(expected.mean, actual.mean);
            assertArrayEquals(expected.variance, actual.variance);
            assertArrayEquals(expected.output, actual.output);
            assertArrayEquals(expected.gradient, actual.gradient);
            assertArrayEquals(expected.inputGradient, actual.inputGradient);
        }
    }
}
