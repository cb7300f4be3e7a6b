package io.convoy.trainer.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Role;
import io.convoy.trainer.network.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Loss and gradient of a network by PyTorch, one minibatch from given weights. */
final class PyTorchNetwork implements AutoCloseable {

    @SuppressWarnings("ArrayRecordComponent")
    record Result(double loss, float[] gradient) {}

    private final Network network;
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final List<List<NDArray>> tensors = new ArrayList<>();

    private PyTorchNetwork(Network network, float[] weights) {
        this.network = network;
        for (var step : network.steps()) {
            var ofStep = new ArrayList<NDArray>();
            for (int t = 0; t < step.tensors().size(); t++) {
                var tensor = step.tensors().get(t);
                var values = new float[tensor.size()];
                System.arraycopy(weights, step.offsets().get(t), values, 0, values.length);
                var shape = tensor.dimensions().stream()
                        .mapToLong(Integer::longValue)
                        .toArray();
                var array = manager.create(values, new Shape(shape));
                array.setRequiresGradient(tensor.role() != Role.STATISTIC);
                ofStep.add(array);
            }
            tensors.add(ofStep);
        }
    }

    /** Of the images from {@code from} to below {@code from + count}. */
    static Result lossAndGradient(Network network, float[] weights, Shard images, int from, int count) {
        try (var net = new PyTorchNetwork(network, weights);
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            var logits = net.apply(
                    network.root(), network.steps().iterator(), net.tensors.iterator(), net.input(images, from, count));
            var labels = new long[count];
            for (int i = 0; i < count; i++) {
                labels[i] = images.labels()[from + i];
            }
            var flat = logits.reshape(count, network.classes());
            var loss = Loss.softmaxCrossEntropyLoss()
                    .evaluate(new NDList(net.manager.create(labels)), new NDList(flat));
            collector.backward(loss);
            return new Result(loss.getFloat(), net.gradient(weights.length));
        }
    }

    private NDArray input(Shard images, int from, int count) {
        int size = images.image().size();
        var values = new float[count * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(images.pixels()[from * size + i]) / 255f;
        }
        var image = images.image();
        return manager.create(values, new Shape(count, image.channels(), image.height(), image.width()));
    }

    private float[] gradient(int length) {
        var gradient = new float[length];
        var steps = network.steps();
        for (int s = 0; s < steps.size(); s++) {
            for (int t = 0; t < tensors.get(s).size(); t++) {
                if (steps.get(s).tensors().get(t).role() != Role.STATISTIC) {
                    var values = tensors.get(s).get(t).getGradient().toFloatArray();
                    System.arraycopy(values, 0, gradient, steps.get(s).offsets().get(t), values.length);
                }
            }
        }
        return gradient;
    }

    private NDArray apply(
            Layer layer, Iterator<Network.Step> steps, Iterator<List<NDArray>> arrays, NDArray input) {
        if (layer instanceof Sequence sequence) {
            var current = input;
            for (var next : sequence.layers()) {
                current = apply(next, steps, arrays, current);
            }
            return current;
        } else if (layer instanceof Branches branches) {
            var outputs = branches.branches().stream()
                    .map(branch -> apply(branch, steps, arrays, input))
                    .toList();
            return switch (branches.join()) {
                case ADD -> outputs.stream().reduce(NDArray::add).orElseThrow();
                case MULTIPLY -> outputs.stream().reduce(NDArray::mul).orElseThrow();
                case CONCATENATE -> NDArrays.concat(new NDList(outputs), 1);
            };
        }
        return leaf(steps.next(), arrays.next(), input);
    }

    private NDArray leaf(Network.Step step, List<NDArray> arrays, NDArray x) {
        var layer = step.layer();
        if (layer instanceof Layer.Convolution convolution) {
            var window = convolution.window();
            return Conv2d.conv2d(
                            x,
                            arrays.get(0),
                            convolution.bias() ? arrays.get(1) : null,
                            new Shape(window.strideHeight(), window.strideWidth()),
                            new Shape(window.paddingHeight(), window.paddingWidth()),
                            new Shape(window.dilationHeight(), window.dilationWidth()),
                            convolution.groups())
                    .singletonOrThrow();
        } else if (layer instanceof Layer.Dense) {
            return Linear.linear(x.reshape(x.getShape().get(0), -1), arrays.get(0), arrays.get(1))
                    .singletonOrThrow();
        } else if (layer instanceof Layer.BatchNormalisation normalisation) {
            return BatchNorm.batchNorm(
                            x,
                            arrays.get(2),
                            arrays.get(3),
                            arrays.get(0),
                            arrays.get(1),
                            1,
                            0.9f,
                            (float) normalisation.epsilon(),
                            true)
                    .singletonOrThrow();
        } else if (layer instanceof Layer.GroupNormalisation normalisation) {
            return normaliseGroups(normalisation, arrays, x);
        } else if (layer instanceof Layer.Activation activation) {
            return activate(activation, x);
        }
        return pooled(layer, x);
    }

    private static NDArray normaliseGroups(Layer.GroupNormalisation layer, List<NDArray> arrays, NDArray x) {
        var shape = x.getShape();
        var groups = x.reshape(shape.get(0), layer.groups(), -1);
        var centred = groups.sub(groups.mean(new int[] {2}, true));
        var variance = centred.mul(centred).mean(new int[] {2}, true);
        var normal = centred.div(variance.add(layer.epsilon()).sqrt()).reshape(shape);
        return normal.mul(arrays.get(0).reshape(1, shape.get(1), 1, 1))
                .add(arrays.get(1).reshape(1, shape.get(1), 1, 1));
    }

    private static NDArray activate(Layer.Activation activation, NDArray x) {
        return switch (activation) {
            case RELU -> Activation.relu(x);
            case RELU6 -> Activation.relu6(x);
            case SIGMOID -> Activation.sigmoid(x);
            case TANH -> Activation.tanh(x);
            case SILU -> Activation.swish(x, 1);
            case GELU ->
                x.add(x.mul(x).mul(x).mul(0.044715))
                        .mul(Math.sqrt(2 / Math.PI))
                        .tanh()
                        .add(1)
                        .mul(x)
                        .mul(0.5);
            case HARD_SWISH -> Activation.relu6(x.add(3)).mul(x).div(6);
        };
    }

    private static NDArray pooled(Layer layer, NDArray x) {
        if (layer instanceof Layer.MaxPooling pooling) {
            var w = pooling.window();
            return Pool.maxPool2d(
                    x,
                    new Shape(w.height(), w.width()),
                    new Shape(w.strideHeight(), w.strideWidth()),
                    new Shape(w.paddingHeight(), w.paddingWidth()),
                    false);
        } else if (layer instanceof Layer.AveragePooling pooling) {
            var w = pooling.window();
            return Pool.avgPool2d(
                    x,
                    new Shape(w.height(), w.width()),
                    new Shape(w.strideHeight(), w.strideWidth()),
                    new Shape(w.paddingHeight(), w.paddingWidth()),
                    false,
                    pooling.countPadding());
        } else if (layer instanceof Layer.GlobalAveragePooling) {
            return planes(x).mean(new int[] {2}, true);
        } else if (layer instanceof Layer.ChannelStatistics) {
            return NDArrays.concat(
                    new NDList(x.mean(new int[] {1}, true), x.max(new int[] {1}, true)), 1);
        } else if (layer instanceof Layer.PixelStatistics) {
            var planes = planes(x);
            return NDArrays.concat(
                    new NDList(planes.mean(new int[] {2}, true), planes.max(new int[] {2}, true)), 3);
        }
        throw new AssertionError(layer);
    }

    /** The pixels of a channel along one axis: the engine reduces one at a time. */
    private static NDArray planes(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), -1, 1);
    }

    @Override
    public void close() {
        manager.close();
    }
}
