package io.convoy.trainer.golden;

import static io.convoy.kernels.Window.square;
import static io.convoy.trainer.network.Branches.add;
import static io.convoy.trainer.network.Branches.concatenate;
import static io.convoy.trainer.network.Branches.multiply;
import static io.convoy.trainer.network.Layer.Activation.GELU;
import static io.convoy.trainer.network.Layer.Activation.HARD_SWISH;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Layer.Activation.RELU6;
import static io.convoy.trainer.network.Layer.Activation.SIGMOID;
import static io.convoy.trainer.network.Layer.Activation.SILU;
import static io.convoy.trainer.network.Sequence.identity;
import static io.convoy.trainer.network.Sequence.sequence;

import io.convoy.kernels.Kernels;
import io.convoy.kernels.Window;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A hundred steps of a small network around one block of the modern ones, which anybody can repeat. */
public final class BlockRun {

    public static final int STEPS = 100;

    /** Not a multiple of sixteen. */
    public static final int BATCH = 40;

    private static final double LEARNING_RATE = 0.05;
    private static final int BATCHES = 4;
    private static final int CLASSES = 4;
    private static final ImageShape IMAGE = new ImageShape(3, 8, 8);
    private static final Window ONE = square(1);
    private static final Window THREE = square(3).withPadding(1);

    public static final Shard IMAGES = SyntheticImages.shard(0, IMAGE, CLASSES, BATCHES * BATCH, 5);

    /** Of a step. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Step(int number, float[] weights, double loss, float[] gradient) {}

    private BlockRun() {}

    public static List<Network> networks() {
        return List.of(
                network(
                        "residual-projection",
                        add(
                                sequence(
                                        conv("conv1", 8, THREE.withStride(2)),
                                        norm("bn1"),
                                        RELU,
                                        conv("conv2", 8, THREE),
                                        norm("bn2")),
                                sequence("shortcut", conv("conv", 8, ONE.withStride(2)), norm("bn"))),
                        RELU),
                network(
                        "inception",
                        concatenate(
                                sequence("a", biased("1", 3, ONE), RELU),
                                sequence("b", biased("1", 2, ONE), RELU, biased("2", 4, THREE), RELU),
                                sequence(
                                        "c",
                                        biased("1", 2, ONE),
                                        RELU,
                                        biased("2", 2, square(5).withPadding(2)),
                                        RELU),
                                sequence("d", new Layer.MaxPooling(THREE), biased("1", 2, ONE), RELU))),
                network("squeeze-excite", conv("conv", 8, THREE), norm("bn"), squeezeExcite(), RELU),
                network("cbam", conv("conv", 8, THREE), norm("bn"), attention(), RELU),
                network(
                        "inverted-residual",
                        add(
                                identity(),
                                sequence(
                                        conv("expand", 12, ONE),
                                        norm("bn1"),
                                        RELU6,
                                        new Layer.Convolution("depthwise", 12, THREE, 12, false),
                                        norm("bn2"),
                                        RELU6,
                                        conv("project", 6, ONE),
                                        norm("bn3")))),
                network(
                        "dense-block",
                        concatenate(identity(), sequence("a", norm("bn"), RELU, conv("conv", 3, THREE))),
                        concatenate(identity(), sequence("b", norm("bn"), RELU, conv("conv", 3, THREE))),
                        sequence("transition", norm("bn"), RELU, conv("conv", 4, ONE)),
                        new Layer.AveragePooling(Window.HALVING, true)),
                network("batch-normalisation", norm("bn1"), biased("conv", 5, THREE), norm("bn2"), GELU),
                network(
                        "group-normalisation",
                        new Layer.GroupNormalisation("gn1", 3, 1e-5),
                        SILU,
                        biased("conv", 8, THREE),
                        new Layer.GroupNormalisation("gn2", 2, 1e-5),
                        HARD_SWISH));
    }

    private static Layer squeezeExcite() {
        return multiply(
                identity(),
                sequence(
                        "se",
                        new Layer.GlobalAveragePooling(),
                        biased("reduce", 2, ONE),
                        RELU,
                        biased("expand", 8, ONE),
                        SIGMOID));
    }

    /** Of channels, then of places. */
    private static Layer attention() {
        return sequence(
                "cbam",
                multiply(
                        identity(),
                        sequence(
                                new Layer.PixelStatistics(),
                                conv("reduce", 2, ONE),
                                RELU,
                                conv("expand", 8, ONE),
                                new Layer.GlobalAveragePooling(),
                                SIGMOID)),
                multiply(
                        identity(),
                        sequence(
                                new Layer.ChannelStatistics(),
                                conv("places", 1, square(7).withPadding(3)),
                                norm("bn"),
                                SIGMOID)));
    }

    private static Network network(String name, Layer... layers) {
        var all = new ArrayList<Layer>();
        all.add(biased("stem", 6, THREE));
        all.addAll(List.of(layers));
        all.add(new Layer.GlobalAveragePooling());
        all.add(new Layer.Dense("output", CLASSES));
        return new Network(name, IMAGE, all, Initialisation.HE);
    }

    private static Layer conv(String name, int channels, Window window) {
        return new Layer.Convolution(name, channels, window, 1, false);
    }

    private static Layer biased(String name, int channels, Window window) {
        return new Layer.Convolution(name, channels, window);
    }

    private static Layer norm(String name) {
        return new Layer.BatchNormalisation(name, Layer.BatchNormalisation.USUAL_EPSILON);
    }

    /** Where the minibatch of a step begins in {@link #IMAGES}. */
    public static int firstImage(int step) {
        return step % BATCHES * BATCH;
    }

    /** All steps of plain gradient descent. */
    public static List<Step> train(Network network, Kernels kernels) {
        var program = new TrainingProgram(network, Normalisation.identity(3), kernels, BATCH);
        var weights = network.initialisation().parameters(network, 6);
        int[] order = IntStream.range(0, IMAGES.size()).toArray();
        var steps = new ArrayList<Step>();
        for (int step = 0; step < STEPS; step++) {
            var gradient = new float[weights.length];
            program.setWeights(weights);
            double loss = program.lossAndGradient(IMAGES, order, firstImage(step), BATCH, gradient) / BATCH;
            steps.add(new Step(step, weights.clone(), loss, gradient));
            for (int i = 0; i < weights.length; i++) {
                weights[i] -= (float) LEARNING_RATE * gradient[i];
            }
        }
        return steps;
    }
}
