package io.convoy.trainer.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A feed-forward network for classification: the images it takes and its layers in order. The last layer's outputs are
 * the logits, one a class.
 */
public record Network(String name, ImageShape input, List<Layer> layers, Initialisation initialisation)
        implements Serializable {

    /**
     * A layer with what it receives and gives, and where its tensors begin in the flat array of parameters, in the
     * order of {@link Layer#tensors}.
     */
    public record Step(Layer layer, ImageShape input, ImageShape output, List<Integer> offsets) {

        public List<Tensor> tensors() {
            return layer.tensors(input);
        }

        public int parameterCount() {
            return tensors().stream().mapToInt(Tensor::size).sum();
        }

        public long multiplyAdds() {
            return layer.multiplyAdds(input);
        }
    }

    /** @throws IllegalArgumentException if a layer cannot take its input or two tensors have one name */
    public Network {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("network " + name + " has no layers");
        }
        var names = new HashSet<String>();
        for (var step : steps(input, layers)) {
            for (var tensor : step.tensors()) {
                if (!names.add(tensor.name())) {
                    throw new IllegalArgumentException("network " + name + " has two tensors named " + tensor.name());
                }
            }
        }
    }

    public List<Step> steps() {
        return steps(input, layers);
    }

    public int classes() {
        return steps().get(layers.size() - 1).output().size();
    }

    public int parameterCount() {
        return steps().stream().mapToInt(Step::parameterCount).sum();
    }

    private static List<Step> steps(ImageShape input, List<Layer> layers) {
        var steps = new ArrayList<Step>();
        var shape = input;
        int offset = 0;
        for (var layer : layers) {
            var offsets = new ArrayList<Integer>();
            for (var tensor : layer.tensors(shape)) {
                offsets.add(offset);
                offset = Math.addExact(offset, tensor.size());
            }
            var output = layer.output(shape);
            steps.add(new Step(layer, shape, output, List.copyOf(offsets)));
            shape = output;
        }
        return List.copyOf(steps);
    }
}
