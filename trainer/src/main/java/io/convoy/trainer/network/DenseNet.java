package io.convoy.trainer.network;

import static io.convoy.trainer.network.Blocks.HALVE;
import static io.convoy.trainer.network.Blocks.ONE;
import static io.convoy.trainer.network.Blocks.THREE;
import static io.convoy.trainer.network.Blocks.concat;
import static io.convoy.trainer.network.Blocks.conv;
import static io.convoy.trainer.network.Blocks.globalAverage;
import static io.convoy.trainer.network.Blocks.norm;
import static io.convoy.trainer.network.Blocks.output;
import static io.convoy.trainer.network.Branches.concatenate;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Sequence.identity;
import static io.convoy.trainer.network.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;

/** Every layer sees the outputs of all before it: Huang et al. 2017, arXiv 1608.06993, without bottlenecks. */
final class DenseNet {

    private static final int GROWTH = 12;
    private static final int BLOCK = 12;

    private DenseNet() {}

    /**
     * 40 layers deep, each adding 12 channels. Dropout, if any, follows each of their convolutions, as in the paper.
     */
    static Network fortyTwelve(String name, ImageShape image, int classes, Variant variant) {
        double dropout = variant.dropout();
        return new Network(
                name,
                image,
                concat(
                        List.of(
                                conv("stem", 16, THREE),
                                block("block1", dropout),
                                transition("transition1", 16 + BLOCK * GROWTH, dropout),
                                block("block2", dropout),
                                transition("transition2", 16 + 2 * BLOCK * GROWTH, dropout),
                                block("block3", dropout),
                                norm("bn"),
                                RELU,
                                globalAverage()),
                        output(0, classes)),
                Initialisation.HE);
    }

    private static Layer block(String name, double dropout) {
        var layers = new ArrayList<Layer>();
        for (int layer = 1; layer <= BLOCK; layer++) {
            var grown = sequence("layer" + layer, norm("bn"), RELU, conv("conv", GROWTH, THREE), dropped(dropout));
            layers.add(concatenate(identity(), grown));
        }
        return new Sequence(name, layers);
    }

    private static Layer transition(String name, int channels, double dropout) {
        return sequence(
                name,
                norm("bn"),
                RELU,
                conv("conv", channels, ONE),
                dropped(dropout),
                new Layer.AveragePooling(HALVE, true));
    }

    private static Layer dropped(double dropout) {
        return dropout == 0 ? identity() : new Layer.Dropout(dropout);
    }
}
