package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("width")
class SoftmaxCrossEntropyTest {

    private static final int CLASSES = 10;

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    static Stream<Arguments> imageCounts() {
        return Implementations.with(IntStream.rangeClosed(1, 33).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("imageCounts")
    void shouldGiveTheLossAndItsNumericGradient(Kernels kernels, int images) {
        var random = new Random(images);
        var logits = gaussians(images, CLASSES, random);
        var labels = labels(images, CLASSES, random);
        var gradient = new float[logits.length];
        Arrays.fill(gradient, Float.NaN);

        double loss = kernels.softmaxCrossEntropy().lossAndGradient(CLASSES, images, logits, labels, 0f, gradient);

        assertEquals(exactLoss(images, logits, labels, -1, 0), loss, 1e-5 * images);
        assertEquals(loss, kernels.softmaxCrossEntropy().loss(CLASSES, images, logits, labels));
        double step = 1e-4;
        for (int i = 0; i < logits.length; i++) {
            boolean used = i / (CLASSES * COUNT) * COUNT + i % COUNT < images;
            double numeric = !used
                    ? 0
                    : (exactLoss(images, logits, labels, i, step) - exactLoss(images, logits, labels, i, -step))
                            / (2 * step * images);
            assertEquals(numeric, gradient[i], used ? 1e-6 : 0, "gradient at " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("imageCounts")
    void shouldShareALittleOfEachLabelAmongAllClasses(Kernels kernels, int images) {
        var random = new Random(images);
        var logits = gaussians(images, CLASSES, random);
        var labels = labels(images, CLASSES, random);
        var gradient = new float[logits.length];
        var softmax = kernels.softmaxCrossEntropy();

        double loss = softmax.lossAndGradient(CLASSES, images, logits, labels, 0.2f, gradient);

        assertEquals(exactLoss(images, logits, labels, 0.2f, -1, 0), loss, 1e-5 * images);
        for (int i = 0; i < logits.length; i++) {
            boolean used = i / (CLASSES * COUNT) * COUNT + i % COUNT < images;
            double numeric = !used
                    ? 0
                    : (exactLoss(images, logits, labels, 0.2f, i, 1e-4)
                                    - exactLoss(images, logits, labels, 0.2f, i, -1e-4))
                            / (2e-4 * images);
            assertEquals(numeric, gradient[i], used ? 1e-6 : 0, "gradient at " + i);
        }
    }

    /** By hand: a class's target is 0.1 / 3, and 0.9 more for the label. */
    @ParameterizedTest
    @MethodSource("kernels")
    void shouldGiveTheSmoothedLossOfTwoImages(Kernels kernels) {
        var logits = new float[3 * COUNT];
        float[][] images = {{1, 2, 3}, {-1, 0.5f, 4}};
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 3; c++) {
                logits[index(n, c, 3)] = images[n][c];
            }
        }

        double loss = kernels.softmaxCrossEntropy()
                .lossAndGradient(3, 2, logits, new byte[] {2, 0}, 0.1f, new float[logits.length]);

        assertEquals(5.327208862902493, loss, 1e-6);
    }

    private static double exactLoss(int images, float[] logits, byte[] labels, int moved, double step) {
        return exactLoss(images, logits, labels, 0, moved, step);
    }

    /** The sum of the losses in double precision, with one logit moved. */
    private static double exactLoss(
            int images, float[] logits, byte[] labels, double smoothing, int moved, double step) {
        double loss = 0;
        for (int n = 0; n < images; n++) {
            double sum = 0;
            double labelled = 0;
            for (int c = 0; c < CLASSES; c++) {
                int at = index(n, c, CLASSES);
                double logit = logits[at] + (at == moved ? step : 0);
                sum += Math.exp(logit);
                labelled += ((c == labels[n] ? 1 - smoothing : 0) + smoothing / CLASSES) * logit;
            }
            loss += Math.log(sum) - labelled;
        }
        return loss;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldGiveTheBitsOfTheScalarKernels(Kernels kernels) {
        var random = new Random(5);
        for (int classes : new int[] {1, 2, 10, 200, 256}) {
            for (int images : new int[] {1, 15, 16, 17, 64}) {
                var logits = gaussians(images, classes, random);
                var labels = labels(images, classes, random);
                logits[index(images - 1, classes / 2, classes)] = 200;
                logits[index(0, classes - 1, classes)] = images == 17 ? Float.NaN : -300;
                var expected = new float[logits.length];
                var actual = new float[logits.length];
                float smoothing = images % 2 == 0 ? 0.1f : 0f;
                var scalar = Kernels.scalar().softmaxCrossEntropy();
                var loss = kernels.softmaxCrossEntropy();
                assertEquals(
                        scalar.lossAndGradient(classes, images, logits, labels, smoothing, expected),
                        loss.lossAndGradient(classes, images, logits, labels, smoothing, actual));
                assertArrayEquals(expected, actual);
                scalar.probabilities(classes, images, logits, expected);
                loss.probabilities(classes, images, logits, actual);
                for (int n = 0; n < images; n++) {
                    for (int c = 0; c < classes; c++) {
                        assertEquals(expected[index(n, c, classes)], actual[index(n, c, classes)]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void probabilitiesShouldAddUpToOneInPlace(Kernels kernels) {
        var logits = gaussians(7, CLASSES, new Random(6));
        kernels.softmaxCrossEntropy().probabilities(CLASSES, 7, logits, logits);
        for (int n = 0; n < 7; n++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                assertTrue(logits[index(n, c, CLASSES)] > 0);
                sum += logits[index(n, c, CLASSES)];
            }
            assertEquals(1, sum, 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldFindTheFirstOfTheLargestLogits(Kernels kernels) {
        int images = 19;
        var logits = new float[Lanes.blocks(images) * 3 * COUNT];
        for (int n = 0; n < images; n++) {
            logits[index(n, n % 3, 3)] = 5;
            logits[index(n, 2, 3)] = 5;
        }
        var predictions = new int[images];
        kernels.softmaxCrossEntropy().argMax(3, images, logits, predictions);
        for (int n = 0; n < images; n++) {
            assertEquals(n % 3, predictions[n]);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldMakeTheLossOfANaNNaN(Kernels kernels) {
        for (int c = 0; c < 3; c++) {
            var logits = new float[3 * COUNT];
            logits[index(4, c, 3)] = Float.NaN;
            assertEquals(Double.NaN, kernels.softmaxCrossEntropy().loss(3, 5, logits, new byte[5]));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void shouldRejectLabelOutOfRange(Kernels kernels) {
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> kernels.softmaxCrossEntropy().loss(3, 2, new float[3 * COUNT], new byte[] {0, (byte) 200}));
        assertTrue(error.getMessage().contains("200"), error.getMessage());
    }

    private static float[] gaussians(int images, int classes, Random random) {
        return Buffer.filled(Lanes.blocks(images) * classes * COUNT, () -> 3 * random.nextGaussian())
                .values();
    }

    private static byte[] labels(int images, int classes, Random random) {
        var labels = new byte[images];
        for (int n = 0; n < images; n++) {
            labels[n] = (byte) random.nextInt(classes);
        }
        return labels;
    }

    private static int index(int n, int c, int classes) {
        return (n / COUNT * classes + c) * COUNT + n % COUNT;
    }
}
