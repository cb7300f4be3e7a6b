package io.convoy.trainer.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A feed-forward network for classification: the images it takes and its layers in order, each a leaf or a tree of
 * layers. The last layer's outputs are the logits, one a class.
 */
public record Network(String name, ImageShape input, List<Layer> layers, Initialisation initialisation)
        implements Serializable {

    /** Float values of 1 GiB. */
    public static final int MAXIMUM_PARAMETERS = 1 << 28;

    /** Of all outputs of layers for one image. */
    public static final long MAXIMUM_ACTIVATIONS = 1 << 28;

    /**
     * A leaf of the tree with what it receives and gives, and where its tensors begin in the flat array of parameters,
     * in the order of {@link #tensors}.
     *
     * @param path the names of the sequences around it, with a point between; empty without any
     */
    public record Step(String path, Layer layer, ImageShape input, ImageShape output, List<Integer> offsets) {

        /** With whole names. */
        public List<Tensor> tensors() {
            return layer.tensors(input).stream()
                    .map(tensor -> tensor.within(path))
                    .toList();
        }

        public int parameterCount() {
            return tensors().stream().mapToInt(Tensor::size).sum();
        }
    }

    /**
     * @throws NetworkException if a layer cannot take its input, two tensors have one name, or there are too many
     *     values
     */
    public Network {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new NetworkException("network " + name + " has no layers");
        }
        var names = new HashSet<String>();
        for (var step : new Walk().steps(input, layers)) {
            for (var tensor : step.tensors()) {
                if (!names.add(tensor.name())) {
                    throw new NetworkException("network " + name + " has two tensors named " + tensor.name()
                            + "; give the layers, or the sequences around them, names of their own");
                }
            }
        }
    }

    /** The leaves in the order in which they stand in the tree, branch after branch, and in which their tensors lie. */
    public List<Step> steps() {
        return new Walk().steps(input, layers);
    }

    /** The layers as one. */
    public Sequence root() {
        return new Sequence("", layers);
    }

    /** All tensors in the order of the array of parameters. */
    public List<Tensor> tensors() {
        return root().tensors(input);
    }

    public int classes() {
        return root().output(input).size();
    }

    /** The length of the flat array of parameters, statistics included. */
    public int parameterCount() {
        return steps().stream().mapToInt(Step::parameterCount).sum();
    }

    /** How many of the parameters a training changes by gradients: all but statistics. */
    public int trainableParameterCount() {
        return tensors().stream()
                .filter(tensor -> tensor.role() != Role.STATISTIC)
                .mapToInt(Tensor::size)
                .sum();
    }

    public long multiplyAdds() {
        return root().multiplyAdds(input);
    }

    /** One walk through the tree, leaf by leaf. */
    private static final class Walk {

        private final List<Step> steps = new ArrayList<>();
        private int parameters;
        private long activations;

        List<Step> steps(ImageShape input, List<Layer> layers) {
            sequence("", new Sequence("", layers), input);
            return List.copyOf(steps);
        }

        private ImageShape layer(String path, Layer layer, ImageShape input) {
            if (layer instanceof Sequence sequence) {
                return sequence(path, sequence, input);
            }
            return layer instanceof Branches branches ? branches(path, branches, input) : leaf(path, layer, input);
        }

        private ImageShape sequence(String path, Sequence sequence, ImageShape input) {
            var inside = joined(path, sequence.name());
            var shape = input;
            for (int i = 0; i < sequence.layers().size(); i++) {
                try {
                    shape = layer(inside, sequence.layers().get(i), shape);
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw sequence.placed(i, e);
                }
            }
            return shape;
        }

        private ImageShape branches(String path, Branches branches, ImageShape input) {
            var shapes = new ArrayList<ImageShape>();
            for (int i = 0; i < branches.branches().size(); i++) {
                try {
                    shapes.add(layer(path, branches.branches().get(i), input));
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw branches.placed(i, e);
                }
            }
            var joined = branches.joined(shapes);
            count(joined);
            return joined;
        }

        private ImageShape leaf(String path, Layer layer, ImageShape input) {
            var output = layer.output(input);
            count(output);
            var offsets = new ArrayList<Integer>();
            for (var tensor : layer.tensors(input)) {
                if (tensor.size() > MAXIMUM_PARAMETERS - parameters) {
                    throw new NetworkException("tensor " + tensor.name() + " of " + tensor.dimensions()
                            + " makes it more than " + MAXIMUM_PARAMETERS + " parameters; make the network smaller");
                }
                offsets.add(parameters);
                parameters += tensor.size();
            }
            steps.add(new Step(path, layer, input, output, List.copyOf(offsets)));
            return output;
        }

        private void count(ImageShape output) {
            activations += output.size();
            if (activations > MAXIMUM_ACTIVATIONS) {
                throw new NetworkException("an output of " + output + " makes it more than " + MAXIMUM_ACTIVATIONS
                        + " values between the layers for one image; take smaller images or fewer channels");
            }
        }

        private static String joined(String path, String name) {
            return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
        }
    }
}
