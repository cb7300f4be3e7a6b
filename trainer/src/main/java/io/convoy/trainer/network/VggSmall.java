package io.convoy.trainer.network;

import static io.convoy.trainer.network.Blocks.HALVE;
import static io.convoy.trainer.network.Blocks.THREE;
import static io.convoy.trainer.network.Blocks.concat;
import static io.convoy.trainer.network.Blocks.convNormRelu;
import static io.convoy.trainer.network.Blocks.output;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Sequence.sequence;

import java.util.List;

/**
 * Pairs of 3×3 convolutions between poolings, after Simonyan and Zisserman 2015, arXiv 1409.1556, in a size for images
 * of some 32×32 pixels and with batch normalisation.
 */
final class VggSmall {

    private VggSmall() {}

    /** Takes images of 8×8 pixels and more. */
    static Network create(String name, ImageShape image, int classes, Variant variant) {
        return new Network(
                name,
                image,
                concat(
                        List.of(
                                block("block1", 32),
                                block("block2", 64),
                                block("block3", 128),
                                new Layer.Dense("hidden", 256),
                                RELU),
                        output(variant.dropout(), classes)),
                Initialisation.HE);
    }

    private static Layer block(String name, int channels) {
        return sequence(
                name,
                convNormRelu("first", channels, THREE),
                convNormRelu("second", channels, THREE),
                new Layer.MaxPooling(HALVE));
    }
}
