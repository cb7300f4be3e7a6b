package io.convoy.trainer.network;

import static io.convoy.trainer.network.Blocks.ONE;
import static io.convoy.trainer.network.Blocks.THREE;
import static io.convoy.trainer.network.Blocks.conv;
import static io.convoy.trainer.network.Blocks.convNormRelu;
import static io.convoy.trainer.network.Blocks.globalAverage;
import static io.convoy.trainer.network.Blocks.norm;
import static io.convoy.trainer.network.Blocks.output;
import static io.convoy.trainer.network.Branches.add;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Layer.Activation.RELU6;
import static io.convoy.trainer.network.Sequence.identity;
import static io.convoy.trainer.network.Sequence.sequence;

import io.convoy.kernels.Window;
import java.util.ArrayList;

/**
 * Light networks of depthwise and 1×1 convolutions, in the forms for 32×32 pixels: the first convolution does not
 * halve.
 */
final class MobileNet {

    /** Channels and stride of each block of the first version. */
    private static final int[][] V1 = {
        {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1}, {512, 1}, {512, 1},
        {1024, 2}, {1024, 1}
    };

    /** Expansion, channels, blocks and stride of each stage of the second version. */
    private static final int[][] V2 = {
        {1, 16, 1, 1}, {6, 24, 2, 1}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private MobileNet() {}

    /** Howard et al. 2017, arXiv 1704.04861. */
    static Network v1(String name, ImageShape image, int classes, Variant variant) {
        var layers = new ArrayList<Layer>();
        int inputs = variant.channels(32);
        layers.add(convNormRelu("stem", inputs, THREE));
        for (int block = 0; block < V1.length; block++) {
            int channels = variant.channels(V1[block][0]);
            layers.add(separable("block" + (block + 1), inputs, channels, V1[block][1]));
            inputs = channels;
        }
        layers.add(globalAverage());
        layers.addAll(output(variant.dropout(), classes));
        return new Network(name, image, layers, Initialisation.HE);
    }

    private static Layer separable(String name, int inputs, int channels, int stride) {
        return sequence(
                name,
                depthwise("depthwise", inputs, stride),
                norm("bn1"),
                RELU,
                conv("pointwise", channels, ONE),
                norm("bn2"),
                RELU);
    }

    /**
     * Sandler et al. 2018, arXiv 1801.04381, with fewer strides and, where a block without a stride changes the number
     * of channels, a shortcut with a 1×1 convolution, as people take it to 32×32 pixels.
     */
    static Network v2(String name, ImageShape image, int classes, Variant variant) {
        var layers = new ArrayList<Layer>();
        int inputs = variant.channels(32);
        layers.add(convNormRelu6("stem", inputs, THREE));
        for (int stage = 0; stage < V2.length; stage++) {
            int channels = variant.channels(V2[stage][1]);
            for (int block = 1; block <= V2[stage][2]; block++) {
                var blockName = "stage" + (stage + 1) + "block" + block;
                layers.add(inverted(blockName, V2[stage][0], inputs, channels, block == 1 ? V2[stage][3] : 1));
                inputs = channels;
            }
        }
        layers.add(convNormRelu6("last", variant.channels(1280), ONE));
        layers.add(globalAverage());
        layers.addAll(output(variant.dropout(), classes));
        return new Network(name, image, layers, Initialisation.HE);
    }

    private static Layer inverted(String name, int expansion, int inputs, int channels, int stride) {
        var body = sequence(
                conv("expand", expansion * inputs, ONE),
                norm("bn1"),
                RELU6,
                depthwise("depthwise", expansion * inputs, stride),
                norm("bn2"),
                RELU6,
                conv("project", channels, ONE),
                norm("bn3"));
        if (stride > 1) {
            return new Sequence(name, body.layers());
        }
        var shortcut = inputs == channels ? identity() : sequence("shortcut", conv("conv", channels, ONE), norm("bn"));
        return sequence(name, add(body, shortcut));
    }

    private static Layer depthwise(String name, int channels, int stride) {
        return new Layer.Convolution(name, channels, THREE.withStride(stride), channels, false);
    }

    private static Layer convNormRelu6(String name, int channels, Window window) {
        return sequence(name, conv("conv", channels, window), norm("bn"), RELU6);
    }
}
