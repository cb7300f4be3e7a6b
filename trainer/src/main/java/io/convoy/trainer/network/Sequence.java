package io.convoy.trainer.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Layers one after the other; without any it is the identity. A name, unless it is empty, is put in front of the names
 * of the tensors within: {@code stage2.block1.conv1.weight}.
 */
public record Sequence(String name, List<Layer> layers) implements Layer.Named {

    public Sequence {
        layers = List.copyOf(layers);
    }

    public static Sequence sequence(String name, Layer... layers) {
        return new Sequence(name, List.of(layers));
    }

    /** Without a name of its own. */
    public static Sequence sequence(Layer... layers) {
        return sequence("", layers);
    }

    /** No layer: what comes in goes out. */
    public static Sequence identity() {
        return sequence();
    }

    @Override
    public ImageShape output(ImageShape input) {
        var shape = input;
        for (int i = 0; i < layers.size(); i++) {
            shape = output(i, shape);
        }
        return shape;
    }

    /** What layer {@code i} makes of its input; faults carry the layer's place, but not this sequence's name. */
    ImageShape output(int i, ImageShape input) {
        var layer = layers.get(i);
        try {
            return layer.output(input);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw placed(i, e);
        }
    }

    NetworkException placed(int i, RuntimeException fault) {
        return NetworkException.in(layers.get(i), "layer " + (i + 1), fault);
    }

    @Override
    public List<Tensor> tensors(ImageShape input) {
        var tensors = new ArrayList<Tensor>();
        var shape = input;
        for (int i = 0; i < layers.size(); i++) {
            try {
                for (var tensor : layers.get(i).tensors(shape)) {
                    tensors.add(tensor.within(name));
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw placed(i, e);
            }
            shape = output(i, shape);
        }
        return tensors;
    }

    @Override
    public long multiplyAdds(ImageShape input) {
        long sum = 0;
        var shape = input;
        for (int i = 0; i < layers.size(); i++) {
            sum += layers.get(i).multiplyAdds(shape);
            shape = output(i, shape);
        }
        return sum;
    }
}
