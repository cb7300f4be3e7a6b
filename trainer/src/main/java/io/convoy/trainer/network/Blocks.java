package io.convoy.trainer.network;

import static io.convoy.kernels.Window.square;
import static io.convoy.trainer.network.Branches.multiply;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Layer.Activation.SIGMOID;
import static io.convoy.trainer.network.Sequence.identity;
import static io.convoy.trainer.network.Sequence.sequence;

import io.convoy.kernels.Window;
import java.util.ArrayList;
import java.util.List;

/** What several of the named networks are made of. */
final class Blocks {

    static final Window ONE = square(1);
    static final Window THREE = square(3).withPadding(1);
    static final Window HALVE = Window.HALVING;

    private Blocks() {}

    /** A convolution without a bias, as a normalisation follows. */
    static Layer conv(String name, int channels, Window window) {
        return new Layer.Convolution(name, channels, window, 1, false);
    }

    static Layer biased(String name, int channels, Window window) {
        return new Layer.Convolution(name, channels, window);
    }

    static Layer norm(String name) {
        return new Layer.BatchNormalisation(name, Layer.BatchNormalisation.USUAL_EPSILON);
    }

    static Layer convNormRelu(String name, int channels, Window window) {
        return sequence(name, conv("conv", channels, window), norm("bn"), RELU);
    }

    static Layer globalAverage() {
        return new Layer.GlobalAveragePooling();
    }

    /** The end of most networks: dropout, unless it is 0, and the logits. */
    static List<Layer> output(double dropout, int classes) {
        var dense = new Layer.Dense("output", classes);
        return dropout == 0 ? List.of(dense) : List.of(new Layer.Dropout(dropout), dense);
    }

    @SafeVarargs
    static List<Layer> concat(List<? extends Layer>... parts) {
        var layers = new ArrayList<Layer>();
        for (var part : parts) {
            layers.addAll(part);
        }
        return layers;
    }

    /** Attention to channels: Hu et al. 2018, arXiv 1709.01507. */
    static Layer squeezeExcite(int channels, int reduction) {
        return multiply(
                identity(),
                sequence(
                        "se",
                        globalAverage(),
                        biased("reduce", channels / reduction, ONE),
                        RELU,
                        biased("expand", channels, ONE),
                        SIGMOID));
    }

    /**
     * Attention to channels, then to places: Woo et al. 2018, arXiv 1807.06521. The paper adds what its two layers make
     * of each channel's mean and maximum; here they are two pixels, whose average is half of that sum.
     */
    static Layer cbam(int channels, int reduction) {
        return sequence(
                "cbam",
                multiply(
                        identity(),
                        sequence(
                                new Layer.PixelStatistics(),
                                conv("reduce", channels / reduction, ONE),
                                RELU,
                                conv("expand", channels, ONE),
                                globalAverage(),
                                SIGMOID)),
                multiply(
                        identity(),
                        sequence(
                                new Layer.ChannelStatistics(),
                                conv("places", 1, square(7).withPadding(3)),
                                norm("bn"),
                                SIGMOID)));
    }
}
