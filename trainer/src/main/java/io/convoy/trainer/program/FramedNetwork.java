package io.convoy.trainer.program;

import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.util.ArrayList;

/**
 * A network whose images arrive framed with {@code padding} zeros already: the same function with the same parameters,
 * but without its leading padding layers and without the first convolution's own padding.
 */
record FramedNetwork(int padding, Network network) {

    static FramedNetwork of(Network network) {
        var layers = new ArrayList<>(network.layers());
        int padding = 0;
        while (layers.size() > 1 && layers.get(0) instanceof Layer.Padding frame) {
            padding += frame.pixels();
            layers.remove(0);
        }
        if (layers.get(0) instanceof Layer.Convolution first
                && first.window().paddingHeight() == first.window().paddingWidth()) {
            padding += first.window().paddingHeight();
            layers.set(
                    0,
                    new Layer.Convolution(
                            first.name(),
                            first.outputChannels(),
                            first.window().withPadding(0),
                            first.groups(),
                            first.bias()));
        }
        var image = network.input();
        var framed = new ImageShape(image.channels(), image.height() + 2 * padding, image.width() + 2 * padding);
        return new FramedNetwork(padding, new Network(network.name(), framed, layers, network.initialisation()));
    }
}
