package io.convoy.trainer.program;

import static io.convoy.kernels.Window.of;
import static io.convoy.kernels.Window.square;
import static io.convoy.trainer.network.Layer.Activation.GELU;
import static io.convoy.trainer.network.Layer.Activation.HARD_SWISH;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Layer.Activation.RELU6;
import static io.convoy.trainer.network.Layer.Activation.SIGMOID;
import static io.convoy.trainer.network.Layer.Activation.SILU;
import static io.convoy.trainer.network.Layer.Activation.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.Window;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.LeNet;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Role;
import io.convoy.trainer.network.Sequence;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {

    private static final int IMAGES = 18;

    private static Network network(String name, ImageShape image, Layer... layers) {
        return new Network(name, image, List.of(layers), Initialisation.XAVIER);
    }

    private static Layer norm(String name) {
        return new Layer.BatchNormalisation(name, 1e-3);
    }

    private static Layer sequence(String name, Layer... layers) {
        return new Sequence(name, List.of(layers));
    }

    private static Layer add(Layer... branches) {
        return new Branches(Branches.Join.ADD, List.of(branches));
    }

    private static Layer concatenate(Layer... branches) {
        return new Branches(Branches.Join.CONCATENATE, List.of(branches));
    }

    private static Layer multiply(Layer... branches) {
        return new Branches(Branches.Join.MULTIPLY, List.of(branches));
    }

    private static Layer.Convolution convolution(String name, int outputs, Window window) {
        return new Layer.Convolution(name, outputs, window);
    }

    static Stream<Network> networks() {
        var grey = new ImageShape(1, 9, 8);
        var colour = new ImageShape(3, 8, 9);
        var halve = square(2).withStride(2);
        return Stream.of(
                LeNet.lenet(new ImageShape(1, 28, 28), 10),
                LeNet.d2l(new ImageShape(1, 28, 28), 10),
                network("perceptron", grey, new Layer.Dense("a", 7), TANH, new Layer.Dense("b", 4)),
                network("linear", colour, new Layer.Dense("a", 4)),
                network(
                        "two fused sweeps, odd sizes",
                        colour,
                        new Layer.Padding(1),
                        convolution("a", 5, square(3).withPadding(1)),
                        RELU,
                        new Layer.MaxPooling(halve),
                        convolution("b", 4, of(2, 3)),
                        RELU,
                        new Layer.MaxPooling(halve),
                        new Layer.Dense("c", 4)),
                network(
                        "overlapping pooling, stride, groups, dilation",
                        colour,
                        new Layer.Convolution("a", 6, square(3).withPadding(1), 3),
                        TANH,
                        new Layer.MaxPooling(square(3).withStride(2).withPadding(1)),
                        convolution("b", 4, square(2).withDilation(2)),
                        SIGMOID,
                        new Layer.AveragePooling(square(2), false),
                        new Layer.Dense("c", 4)),
                network(
                        "several activations, padding inside",
                        grey,
                        SIGMOID,
                        TANH,
                        convolution("a", 3, square(3)),
                        SIGMOID,
                        RELU,
                        TANH,
                        new Layer.Padding(2),
                        SIGMOID,
                        convolution("b", 2, square(3).withStride(2)),
                        RELU,
                        new Layer.Dense("c", 4)),
                network(
                        "nothing learned in front, activation before the dense layers",
                        grey,
                        new Layer.AveragePooling(square(2).withPadding(1), true),
                        TANH,
                        convolution("a", 3, of(3, 2)),
                        SIGMOID,
                        SIGMOID,
                        new Layer.Dense("b", 4)),
                network(
                        "no dense layer",
                        grey,
                        convolution("a", 4, square(3)),
                        RELU,
                        new Layer.AveragePooling(of(7, 6), true)),
                network(
                        "convolution after dense",
                        grey,
                        convolution("a", 3, square(3)),
                        new Layer.Dense("b", 6),
                        TANH,
                        convolution("c", 5, square(1)),
                        RELU,
                        new Layer.Padding(1),
                        convolution("d", 4, square(2)),
                        RELU,
                        new Layer.MaxPooling(halve)),
                network(
                        "residual blocks",
                        colour,
                        convolution("a", 4, square(3).withPadding(1)),
                        RELU,
                        add(sequence("b", convolution("c", 4, square(3).withPadding(1)), TANH), sequence("")),
                        RELU,
                        add(
                                sequence(
                                        "d",
                                        convolution(
                                                "c", 6, square(3).withPadding(1).withStride(2)),
                                        RELU,
                                        convolution("e", 6, square(3).withPadding(1))),
                                new Layer.Convolution("f", 6, square(1).withStride(2), 1, false)),
                        RELU,
                        new Layer.GlobalAveragePooling(),
                        new Layer.Dense("g", 4)),
                network(
                        "inception, then densely connected",
                        colour,
                        concatenate(
                                sequence("a", convolution("1", 3, square(1)), RELU),
                                sequence(
                                        "b",
                                        convolution("1", 2, square(1)),
                                        RELU,
                                        convolution("2", 2, square(3).withPadding(1)),
                                        RELU),
                                sequence(
                                        "c",
                                        new Layer.MaxPooling(square(3).withPadding(1)),
                                        convolution("1", 1, square(1)))),
                        concatenate(
                                sequence(""),
                                sequence(
                                        "d",
                                        SIGMOID,
                                        convolution("1", 2, square(3).withPadding(1)))),
                        concatenate(
                                sequence(""),
                                sequence(
                                        "e", TANH, convolution("1", 2, square(3).withPadding(1)))),
                        TANH,
                        new Layer.MaxPooling(halve),
                        new Layer.Dense("f", 4)),
                network(
                        "squeeze, excite, gate by pixel",
                        colour,
                        convolution("a", 6, square(3).withPadding(1)),
                        RELU,
                        multiply(
                                sequence(""),
                                sequence(
                                        "b",
                                        new Layer.GlobalAveragePooling(),
                                        new Layer.Dense("1", 3),
                                        RELU,
                                        new Layer.Dense("2", 6),
                                        SIGMOID)),
                        multiply(
                                sequence("c", convolution("1", 1, square(3).withPadding(1)), SIGMOID),
                                sequence(""),
                                sequence("d", convolution("1", 6, square(1)), SIGMOID)),
                        new Layer.MaxPooling(halve),
                        convolution("e", 4, square(3)),
                        new Layer.GlobalAveragePooling()),
                network(
                        "batch normalisation in front, within and behind branches",
                        colour,
                        norm("n"),
                        convolution("a", 4, square(3).withPadding(1)),
                        norm("b"),
                        RELU,
                        add(
                                sequence(
                                        "c",
                                        new Layer.Convolution("1", 4, square(3).withPadding(1), 1, false),
                                        norm("2"),
                                        RELU,
                                        convolution("3", 4, square(3).withPadding(1)),
                                        norm("4")),
                                sequence("")),
                        RELU,
                        concatenate(
                                sequence(""),
                                sequence(
                                        "d",
                                        norm("1"),
                                        RELU,
                                        convolution("2", 3, square(3).withPadding(1)))),
                        concatenate(
                                sequence(
                                        "e",
                                        norm("1"),
                                        TANH,
                                        convolution("2", 3, square(3).withPadding(1))),
                                sequence("")),
                        new Layer.MaxPooling(halve),
                        norm("f"),
                        new Layer.Dense("g", 5),
                        norm("h"),
                        TANH,
                        new Layer.Dense("i", 4)),
                network(
                        "group normalisation, gates, dropout",
                        colour,
                        convolution("a", 6, square(3).withPadding(1)),
                        new Layer.GroupNormalisation("b", 2, 1e-3),
                        GELU,
                        add(sequence("c", convolution("1", 6, square(3).withPadding(1)), SILU), sequence("")),
                        HARD_SWISH,
                        new Layer.GroupNormalisation("d", 6, 1e-3),
                        RELU6,
                        SILU,
                        GELU,
                        new Layer.Dropout(0.25),
                        new Layer.GlobalAveragePooling(),
                        new Layer.GroupNormalisation("e", 1, 1e-3),
                        new Layer.Dense("f", 9),
                        new Layer.Dropout(0.5),
                        new Layer.Dense("g", 4)),
                network(
                        "convolutional block attention",
                        colour,
                        convolution("a", 4, square(3).withPadding(1)),
                        TANH,
                        multiply(
                                sequence(""),
                                sequence(
                                        "b",
                                        new Layer.PixelStatistics(),
                                        convolution("1", 2, square(1)),
                                        RELU,
                                        convolution("2", 4, square(1)),
                                        new Layer.AveragePooling(of(1, 2), true),
                                        SIGMOID)),
                        multiply(
                                sequence(""),
                                sequence(
                                        "c",
                                        new Layer.ChannelStatistics(),
                                        convolution("1", 1, square(3).withPadding(1)),
                                        SIGMOID)),
                        new Layer.GlobalAveragePooling(),
                        new Layer.Dense("d", 4)),
                network(
                        "the same value joined with itself",
                        grey,
                        convolution("a", 2, square(3)),
                        add(sequence(""), sequence(""), TANH),
                        concatenate(sequence(""), sequence(""), SIGMOID),
                        multiply(sequence(""), sequence("")),
                        add(new Layer.Dense("b", 4), new Layer.Dense("c", 4)),
                        concatenate(new Layer.Dense("d", 2), sequence(""))));
    }

    private static Shard shard(Network network) {
        return SyntheticImages.shard(3, network.input(), network.classes(), 40, 5);
    }

    private static Normalisation normalisation(Network network) {
        int channels = network.input().channels();
        return new Normalisation(
                IntStream.range(0, channels).mapToObj(c -> 0.3 + 0.1 * c).toList(),
                IntStream.range(0, channels).mapToObj(c -> 0.4 + 0.1 * c).toList());
    }

    /** New weights with biases other than 0. */
    private static float[] parameters(Network network) {
        var parameters = network.initialisation().parameters(network, 11);
        var random = new Random(12);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += 0.05f * (float) random.nextGaussian();
        }
        return parameters;
    }

    private static int[] order() {
        return IntStream.range(0, 40).map(i -> i * 7 % 40).toArray();
    }

    private static double[] toDoubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static TrainingProgram program(Network network, int maximumBatch) {
        return new TrainingProgram(network, normalisation(network), Kernels.scalar(), maximumBatch);
    }

    private static InferenceProgram inference(Network network, int maximumBatch) {
        return new InferenceProgram(network, normalisation(network), Kernels.scalar(), maximumBatch);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldGiveTheLossOfTheDefinition(Network network) {
        var program = inference(network, 64);
        var parameters = parameters(network);
        var images = Arrays.copyOfRange(order(), 2, 2 + IMAGES);

        program.setWeights(parameters);
        double loss = program.loss(shard(network), order(), 2, IMAGES);

        double expected = new ReferenceNetwork(network, normalisation(network), false)
                .loss(toDoubles(parameters), shard(network), images);
        assertEquals(expected, loss / IMAGES, 2e-6 * Math.max(1, expected));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldGiveTheGradientThatFiniteDifferencesGive(Network network) {
        var program = program(network, 32);
        var parameters = parameters(network);
        var gradient = new float[parameters.length];
        var images = Arrays.copyOfRange(order(), 2, 2 + IMAGES);
        Arrays.fill(gradient, Float.NaN);

        program.setWeights(parameters);
        program.lossAndGradient(shard(network), order(), 2, IMAGES, gradient);

        var reference = new ReferenceNetwork(network, normalisation(network), true);
        var random = new Random(13);
        int samples = network.parameterCount() > 10_000 ? 2 : 6;
        for (var step : network.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                double scale = largest(
                        gradient, step.offsets().get(t), step.tensors().get(t).size());
                if (step.tensors().get(t).role() == Role.STATISTIC) {
                    assertEquals(0, scale, "statistics take no gradient");
                    continue;
                }
                assertTrue(scale > 0, "no gradient for " + step.tensors().get(t));
                for (int sample = 0; sample < samples; sample++) {
                    int i = step.offsets().get(t)
                            + random.nextInt(step.tensors().get(t).size());
                    double expected = difference(reference, toDoubles(parameters), i, shard(network), images);
                    assertEquals(
                            expected,
                            gradient[i],
                            1e-4 * scale + 2e-7,
                            step.tensors().get(t) + " at " + i);
                }
            }
        }
    }

    private static double largest(float[] values, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElseThrow();
    }

    private static double difference(
            ReferenceNetwork reference, double[] parameters, int i, Shard shard, int[] images) {
        double epsilon = 1e-6;
        double value = parameters[i];
        parameters[i] = value + epsilon;
        double above = reference.loss(parameters, shard, images);
        parameters[i] = value - epsilon;
        double below = reference.loss(parameters, shard, images);
        parameters[i] = value;
        return (above - below) / (2 * epsilon);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldForgetEarlierMinibatchesAndWeights(Network network) {
        var parameters = parameters(network);
        var fresh = new float[parameters.length];
        var used = new float[parameters.length];
        var program = program(network, 40);
        program.setWeights(parameters);
        double freshLoss = program.lossAndGradient(shard(network), order(), 5, 19, fresh);

        program.setWeights(network.initialisation().parameters(network, 99));
        program.lossAndGradient(shard(network), order(), 0, 40, used);
        program.lossAndGradient(shard(network), order(), 3, 33, used);
        program.setWeights(parameters);
        double usedLoss = program.lossAndGradient(shard(network), order(), 5, 19, used);

        assertEquals(freshLoss, usedLoss);
        assertArrayEquals(fresh, used);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldNotDependOnTheMaximumBatch(Network network) {
        var parameters = parameters(network);
        var small = new float[parameters.length];
        var large = new float[parameters.length];
        var exact = program(network, IMAGES);
        var roomy = program(network, 100);
        exact.setWeights(parameters);
        roomy.setWeights(parameters);

        assertEquals(
                exact.lossAndGradient(shard(network), order(), 0, IMAGES, small),
                roomy.lossAndGradient(shard(network), order(), 0, IMAGES, large));
        assertArrayEquals(small, large);
    }

    /** What follows holds for all that a description may hold. */
    @Test
    void theNetworksShouldHaveEveryLayerActivationAndJoin() {
        var found = new HashSet<Object>();
        networks().forEach(network -> collect(network.root(), found));

        assertEquals(Set.of(), without(Layer.Activation.values(), found));
        assertEquals(Set.of(), without(Branches.Join.values(), found));
        var layers = Stream.concat(
                        Arrays.stream(Layer.class.getPermittedSubclasses()),
                        Arrays.stream(Layer.Named.class.getPermittedSubclasses()))
                .filter(layer -> !layer.isInterface())
                .toArray();
        assertEquals(Set.of(), without(layers, found));
    }

    private static void collect(Layer layer, Set<Object> found) {
        found.add(layer.getClass());
        if (layer instanceof Sequence sequence) {
            sequence.layers().forEach(inner -> collect(inner, found));
        } else if (layer instanceof Branches branches) {
            found.add(branches.join());
            branches.branches().forEach(inner -> collect(inner, found));
        } else if (layer instanceof Layer.Activation activation) {
            found.add(activation);
        }
    }

    private static Set<Object> without(Object[] all, Set<Object> found) {
        var missing = new HashSet<>(List.of(all));
        missing.removeAll(found);
        return missing;
    }

    static Stream<Network> lenetAndAllNormalised() {
        return Stream.concat(
                Stream.of(LeNet.lenet(new ImageShape(1, 28, 28), 10)),
                networks().filter(network -> network.name().contains("normalisation")));
    }

    @ParameterizedTest
    @MethodSource("lenetAndAllNormalised")
    void shouldAllocateNothingInTheSteadyState(Network network) {
        var program = program(network, 32);
        var parameters = parameters(network);
        var gradient = new float[parameters.length];
        var shard = shard(network);
        var order = order();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = 0;
        for (int step = 0; step < 20; step++) {
            if (step == 10) {
                before = threads.getThreadAllocatedBytes(thread);
            }
            program.setWeights(parameters);
            program.lossAndGradient(shard, order, 0, 32, gradient);
        }

        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertTrue(allocated < 10_000, allocated + " bytes in 10 steps");
    }

    @Test
    void shouldPredictTheMostProbableClass() {
        var network = LeNet.lenet(new ImageShape(1, 28, 28), 10);
        var program = inference(network, 64);
        var parameters = parameters(network);
        var predictions = new int[64];
        var probabilities = new float[3 + 10 * IMAGES];
        program.setWeights(parameters);

        program.forward(shard(network), order(), 4, IMAGES);
        program.predictions(predictions);
        program.probabilities(probabilities, 3);

        var reference = new ReferenceNetwork(network, normalisation(network), true);
        for (int image = 0; image < IMAGES; image++) {
            var logits = reference.logits(toDoubles(parameters), shard(network), order()[4 + image])[0];
            double sum = Arrays.stream(logits).map(Math::exp).sum();
            int best = 0;
            for (int label = 0; label < 10; label++) {
                best = logits[label] > logits[best] ? label : best;
                assertEquals(Math.exp(logits[label]) / sum, probabilities[3 + 10 * image + label], 1e-6);
            }
            assertEquals(best, predictions[image]);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        var network = LeNet.lenet(new ImageShape(1, 28, 28), 4);
        var program = inference(network, 16);
        var other = SyntheticImages.shard(7, new ImageShape(1, 14, 14), 4, 40, 1);
        var labels = SyntheticImages.shard(7, network.input(), 4, 40, 1);
        labels.labels()[9] = (byte) 200;
        program.setWeights(parameters(network));

        assertMessage(
                "network lenet takes images of 1×28×28 but shard 7 has 1×14×14",
                () -> program.forward(other, order(), 0, 16));
        assertMessage("expected 1 to 16 images but found 17", () -> program.forward(labels, order(), 0, 17));
        assertMessage("expected 1 to 16 images but found 0", () -> program.forward(labels, order(), 0, 0));
        assertMessage(
                "record 7009 has label 200 but network lenet has classes 0 to 3",
                () -> program.loss(labels, IntStream.range(0, 40).toArray(), 0, 16));
        assertMessage("network lenet has 61196 parameters but found 3", () -> program.setWeights(new float[3]));
        assertMessage(
                "network lenet takes 1 channels but the normalisation has 3",
                () -> new InferenceProgram(network, Normalisation.identity(3), Kernels.scalar(), 16));
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }
}
