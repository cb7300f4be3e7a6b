package io.convoy.trainer.network;

import static io.convoy.kernels.Window.square;
import static io.convoy.trainer.network.Blocks.ONE;
import static io.convoy.trainer.network.Blocks.THREE;
import static io.convoy.trainer.network.Blocks.biased;
import static io.convoy.trainer.network.Blocks.concat;
import static io.convoy.trainer.network.Blocks.conv;
import static io.convoy.trainer.network.Blocks.convNormRelu;
import static io.convoy.trainer.network.Blocks.globalAverage;
import static io.convoy.trainer.network.Blocks.norm;
import static io.convoy.trainer.network.Blocks.output;
import static io.convoy.trainer.network.Branches.add;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Sequence.identity;
import static io.convoy.trainer.network.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * Residual networks: He et al. 2016, arXiv 1512.03385. Where a shortcut changes the shape it is a 1×1 convolution
 * (option B of the paper), also in the form for CIFAR-10, for which the paper fills up with zeros (option A).
 */
final class ResNet {

    private ResNet() {}

    /** The form for 32×32 pixels: three stages of 16, 32 and 64 channels, {@code 6 blocks + 2} layers deep. */
    static Network cifar(String name, int blocks, ImageShape image, int classes, Variant variant) {
        var attention = variant.attention();
        return new Network(
                name,
                image,
                concat(
                        List.of(
                                convNormRelu("stem", 16, THREE),
                                stage("stage1", blocks, 16, 16, 1, attention, 4),
                                stage("stage2", blocks, 16, 32, 2, attention, 4),
                                stage("stage3", blocks, 32, 64, 2, attention, 4),
                                globalAverage()),
                        output(variant.dropout(), classes)),
                Initialisation.HE);
    }

    /** ResNet-18 with a first convolution of 3×3 instead of 7×7 and pooling, as people take it to 32×32 pixels. */
    static Network eighteen(String name, ImageShape image, int classes, Variant variant) {
        var attention = variant.attention();
        return new Network(
                name,
                image,
                concat(
                        List.of(
                                convNormRelu("stem", 64, THREE),
                                stage("stage1", 2, 64, 64, 1, attention, 16),
                                stage("stage2", 2, 64, 128, 2, attention, 16),
                                stage("stage3", 2, 128, 256, 2, attention, 16),
                                stage("stage4", 2, 256, 512, 2, attention, 16),
                                globalAverage()),
                        output(variant.dropout(), classes)),
                Initialisation.HE);
    }

    /** ResNet-18 of "Dive into Deep Learning", section 8.6: convolutions have biases, shortcuts no normalisation. */
    static Network d2l(String name, ImageShape image, int classes, Variant variant) {
        var attention = variant.attention();
        return new Network(
                name,
                image,
                concat(
                        List.of(
                                biased("conv", 64, square(7).withStride(2).withPadding(3)),
                                norm("bn"),
                                RELU,
                                new Layer.MaxPooling(THREE.withStride(2)),
                                d2lStage("stage1", 64, 1, attention),
                                d2lStage("stage2", 128, 2, attention),
                                d2lStage("stage3", 256, 2, attention),
                                d2lStage("stage4", 512, 2, attention),
                                globalAverage()),
                        output(variant.dropout(), classes)),
                Initialisation.XAVIER);
    }

    private static Layer stage(
            String name, int blocks, int inputs, int channels, int stride, Attention attention, int reduction) {
        var layers = new ArrayList<Layer>();
        for (int block = 1; block <= blocks; block++) {
            boolean first = block == 1;
            var shortcut = first && (stride > 1 || inputs != channels)
                    ? sequence("shortcut", conv("conv", channels, ONE.withStride(stride)), norm("bn"))
                    : identity();
            layers.add(residual(
                    "block" + block, channels, first ? stride : 1, attention.layer(channels, reduction), shortcut));
        }
        return new Sequence(name, layers);
    }

    private static Layer residual(String name, int channels, int stride, Layer attention, Layer shortcut) {
        return sequence(
                name,
                add(
                        sequence(
                                conv("conv1", channels, THREE.withStride(stride)),
                                norm("bn1"),
                                RELU,
                                conv("conv2", channels, THREE),
                                norm("bn2"),
                                attention),
                        shortcut),
                RELU);
    }

    private static Layer d2lStage(String name, int channels, int stride, Attention attention) {
        return sequence(
                name,
                d2lResidual("block1", channels, stride, attention),
                d2lResidual("block2", channels, 1, attention));
    }

    private static Layer d2lResidual(String name, int channels, int stride, Attention attention) {
        return sequence(
                name,
                add(
                        sequence(
                                biased("conv1", channels, THREE.withStride(stride)),
                                norm("bn1"),
                                RELU,
                                biased("conv2", channels, THREE),
                                norm("bn2"),
                                attention.layer(channels, 16)),
                        stride == 1 ? identity() : biased("conv3", channels, ONE.withStride(stride))),
                RELU);
    }
}
