package io.convoy.trainer.network;

import static io.convoy.kernels.Window.square;
import static io.convoy.trainer.network.Blocks.ONE;
import static io.convoy.trainer.network.Blocks.THREE;
import static io.convoy.trainer.network.Blocks.biased;
import static io.convoy.trainer.network.Blocks.concat;
import static io.convoy.trainer.network.Blocks.convNormRelu;
import static io.convoy.trainer.network.Blocks.globalAverage;
import static io.convoy.trainer.network.Blocks.output;
import static io.convoy.trainer.network.Branches.concatenate;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Sequence.sequence;

import io.convoy.kernels.Window;
import java.util.List;

/** Networks of modules whose branches look at neighbourhoods of several sizes. */
final class Inception {

    private static final Layer POOL = new Layer.MaxPooling(THREE.withStride(2));

    private Inception() {}

    /** The small Inception for 28×28 and 32×32 pixels of Zhang et al. 2017, arXiv 1611.03530, with normalisation. */
    static Network small(String name, ImageShape image, int classes, Variant variant) {
        return new Network(
                name,
                image,
                concat(
                        List.of(
                                convNormRelu("stem", 96, THREE),
                                module("module1", 32, 32),
                                module("module2", 32, 48),
                                downsampling("down1", 80),
                                module("module3", 112, 48),
                                module("module4", 96, 64),
                                module("module5", 80, 80),
                                module("module6", 48, 96),
                                downsampling("down2", 96),
                                module("module7", 176, 160),
                                module("module8", 176, 160),
                                globalAverage()),
                        output(variant.dropout(), classes)),
                Initialisation.HE);
    }

    private static Layer module(String name, int ones, int threes) {
        return sequence(name, concatenate(convNormRelu("one", ones, ONE), convNormRelu("three", threes, THREE)));
    }

    private static Layer downsampling(String name, int threes) {
        return sequence(name, concatenate(convNormRelu("three", threes, THREE.withStride(2)), POOL));
    }

    /** GoogLeNet (Szegedy et al. 2015, arXiv 1409.4842) as in "Dive into Deep Learning", section 8.4. */
    static Network googlenet(String name, ImageShape image, int classes, Variant variant) {
        return new Network(
                name,
                image,
                concat(
                        List.of(
                                biased("conv1", 64, square(7).withStride(2).withPadding(3)),
                                RELU,
                                POOL,
                                biased("conv2", 64, ONE),
                                RELU,
                                biased("conv3", 192, THREE),
                                RELU,
                                POOL,
                                module("module1", 64, 96, 128, 16, 32, 32),
                                module("module2", 128, 128, 192, 32, 96, 64),
                                POOL,
                                module("module3", 192, 96, 208, 16, 48, 64),
                                module("module4", 160, 112, 224, 24, 64, 64),
                                module("module5", 128, 128, 256, 24, 64, 64),
                                module("module6", 112, 144, 288, 32, 64, 64),
                                module("module7", 256, 160, 320, 32, 128, 128),
                                POOL,
                                module("module8", 256, 160, 320, 32, 128, 128),
                                module("module9", 384, 192, 384, 48, 128, 128),
                                globalAverage()),
                        output(variant.dropout(), classes)),
                Initialisation.XAVIER);
    }

    private static Layer module(
            String name, int one, int threeReduce, int three, int fiveReduce, int five, int pooled) {
        Window fives = square(5).withPadding(2);
        return sequence(
                name,
                concatenate(
                        sequence(biased("one", one, ONE), RELU),
                        sequence(biased("reduce3", threeReduce, ONE), RELU, biased("three", three, THREE), RELU),
                        sequence(biased("reduce5", fiveReduce, ONE), RELU, biased("five", five, fives), RELU),
                        sequence(new Layer.MaxPooling(THREE), biased("pooled", pooled, ONE), RELU)));
    }
}
