package io.convoy.trainer.program;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.PoolingShape;
import io.convoy.kernels.Window;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Turns the tree of layers into a list of nodes, branch after branch. */
final class Lowering {

    private final Iterator<Network.Step> steps;
    private final List<Node> nodes = new ArrayList<>();
    private int values;

    private final boolean isForTraining;
    private int batchNormalisations;
    private int dropouts;

    private Lowering(Network network, boolean isForTraining) {
        steps = network.steps().iterator();
        this.isForTraining = isForTraining;
    }

    static Graph forTraining(Network network) {
        return of(network, true);
    }

    static Graph forInference(Network network) {
        return of(network, false);
    }

    private static Graph of(Network network, boolean isForTraining) {
        var lowering = new Lowering(network, isForTraining);
        var input = lowering.value(network.input());
        var output = lowering.lower(network.root(), input);
        return new Graph(0, input, lowering.nodes, output);
    }

    private Value lower(Layer layer, Value input) {
        if (layer instanceof Sequence sequence) {
            var current = input;
            for (var next : sequence.layers()) {
                current = lower(next, current);
            }
            return current;
        } else if (layer instanceof Branches branches) {
            return join(
                    branches.join(),
                    branches.branches().stream()
                            .map(branch -> lower(branch, input))
                            .toList());
        }
        return leaf(steps.next(), input);
    }

    private Value leaf(Network.Step step, Value input) {
        if (step.layer() instanceof Layer.BatchNormalisation layer) {
            var normalisation = batchNormalisation(layer, step);
            if (!isForTraining) {
                return add(normalisation, List.of(input), input.shape());
            }
            var handedOn = add(new Operator.BatchSums(normalisation), List.of(input), input.shape());
            return add(new Operator.NormalisationBySums(normalisation), List.of(handedOn), input.shape());
        }
        if (step.layer() instanceof Layer.Dropout layer) {
            var dropout = new Operator.Dropout(dropouts++, layer.probability());
            return isForTraining ? add(dropout, List.of(input), input.shape()) : input;
        }
        return add(operator(step), List.of(input), step.output());
    }

    private Operator.BatchNormalisation batchNormalisation(Layer.BatchNormalisation layer, Network.Step step) {
        var offsets = step.offsets();
        return new Operator.BatchNormalisation(
                batchNormalisations++,
                step.input(),
                layer.epsilon(),
                offsets.get(0),
                offsets.get(1),
                offsets.get(2),
                offsets.get(3));
    }

    private Value join(Branches.Join join, List<Value> values) {
        return switch (join) {
            case ADD -> add(new Operator.Addition(), values, values.get(0).shape());
            case CONCATENATE -> concatenation(values);
            case MULTIPLY -> product(values);
        };
    }

    private Value concatenation(List<Value> values) {
        var shape = values.get(0).shape();
        int channels =
                values.stream().mapToInt(value -> value.shape().channels()).sum();
        return add(new Operator.Concatenation(), values, new ImageShape(channels, shape.height(), shape.width()));
    }

    /** The largest, times the others in order. */
    private Value product(List<Value> values) {
        var whole =
                values.stream().reduce((a, b) -> b.size() > a.size() ? b : a).orElseThrow();
        var product = whole;
        for (int i = 0; i < values.size(); i++) {
            if (i != values.indexOf(whole)) {
                var spread = spread(whole.shape(), values.get(i).shape());
                product = add(new Operator.Multiplication(spread), List.of(product, values.get(i)), whole.shape());
            }
        }
        return product;
    }

    private static Operator.Multiplication.Spread spread(ImageShape whole, ImageShape factor) {
        if (factor.equals(whole)) {
            return Operator.Multiplication.Spread.NONE;
        }
        return factor.equals(ImageShape.vector(whole.channels()))
                ? Operator.Multiplication.Spread.OVER_PIXELS
                : Operator.Multiplication.Spread.OVER_CHANNELS;
    }

    private static Operator operator(Network.Step step) {
        var layer = step.layer();
        var offsets = step.offsets();
        if (layer instanceof Layer.Convolution convolution) {
            int bias = convolution.bias() ? offsets.get(1) : Convolution.NO_BIAS;
            return new Operator.Convolution(convolution.shape(step.input()), offsets.get(0), bias);
        } else if (layer instanceof Layer.Dense dense) {
            return new Operator.Dense(dense.shape(step.input()), offsets.get(0), offsets.get(1));
        } else if (layer instanceof Layer.MaxPooling pooling) {
            return new Operator.MaxPooling(pooling.shape(step.input()));
        } else if (layer instanceof Layer.AveragePooling pooling) {
            return new Operator.AveragePooling(pooling.shape(step.input()), pooling.countPadding());
        } else if (layer instanceof Layer.GlobalAveragePooling) {
            return new Operator.AveragePooling(everything(step.input()), false);
        } else if (layer instanceof Layer.Padding padding) {
            return new Operator.Padding(padding.pixels(), step.input());
        } else if (layer instanceof Layer.Activation function) {
            return isGated(function) ? new Operator.GatedActivation(function) : new Operator.Activation(function);
        } else if (layer instanceof Layer.GroupNormalisation normalisation) {
            return new Operator.GroupNormalisation(
                    step.input(), normalisation.groups(), normalisation.epsilon(), offsets.get(0), offsets.get(1));
        } else if (layer instanceof Layer.ChannelStatistics) {
            return new Operator.ChannelStatistics(step.input());
        } else if (layer instanceof Layer.PixelStatistics) {
            return new Operator.PixelStatistics(step.input());
        }
        throw new IllegalStateException("no operator for " + layer);
    }

    private static boolean isGated(Layer.Activation function) {
        return switch (function) {
            case RELU, RELU6, SIGMOID, TANH -> false;
            case SILU, GELU, HARD_SWISH -> true;
        };
    }

    private static PoolingShape everything(ImageShape image) {
        return new PoolingShape(
                image.channels(), image.height(), image.width(), Window.of(image.height(), image.width()));
    }

    private Value add(Operator operator, List<Value> inputs, ImageShape shape) {
        var output = value(shape);
        nodes.add(new Node(operator, inputs, output));
        return output;
    }

    private Value value(ImageShape shape) {
        return new Value(values++, shape);
    }
}
