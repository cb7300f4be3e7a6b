package io.convoy.trainer.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.loss.Loss;
import io.convoy.trainer.golden.LeNetRun;
import java.util.ArrayList;
import java.util.List;

/** {@link LeNetRun} by PyTorch. */
final class PyTorchLeNet {

    private static final Shape TWO = new Shape(2, 2);
    private static final Shape NONE = new Shape(0, 0);

    private PyTorchLeNet() {}

    /** The mean loss of every step; leaves the learned weights in {@code weights}. */
    static double[] train(float[] weights) {
        var losses = new double[LeNetRun.STEPS];
        try (var manager = NDManager.newBaseManager("PyTorch")) {
            var parameters = parameters(manager, weights);
            var velocities = new ArrayList<NDArray>();
            parameters.forEach(parameter -> velocities.add(parameter.zerosLike()));
            parameters.forEach(parameter -> parameter.setRequiresGradient(true));
            for (int step = 0; step < LeNetRun.STEPS; step++) {
                try (var scope = manager.newSubManager()) {
                    losses[step] = step(scope, step, parameters, velocities);
                }
            }
            copy(parameters, weights);
        }
        return losses;
    }

    private static double step(NDManager scope, int step, List<NDArray> parameters, List<NDArray> velocities) {
        double loss;
        try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.zeroGradients();
            var mean = Loss.softmaxCrossEntropyLoss()
                    .evaluate(new NDList(labels(scope, step)), new NDList(logits(images(scope, step), parameters)));
            loss = mean.getFloat();
            collector.backward(mean);
        }
        for (int p = 0; p < parameters.size(); p++) {
            var velocity = velocities.get(p);
            velocity.muli(LeNetRun.MOMENTUM).addi(parameters.get(p).getGradient());
            parameters.get(p).subi(velocity.mul(LeNetRun.LEARNING_RATE));
        }
        return loss;
    }

    private static NDArray logits(NDArray images, List<NDArray> p) {
        var c1 = Conv2d.conv2d(images, p.get(0), p.get(1), new Shape(1, 1), TWO).singletonOrThrow();
        var s2 = Pool.maxPool2d(Activation.relu(c1), TWO, TWO, NONE, false);
        var c3 = Conv2d.conv2d(s2, p.get(2), p.get(3)).singletonOrThrow();
        var s4 = Pool.maxPool2d(Activation.relu(c3), TWO, TWO, NONE, false);
        var flat = s4.reshape(LeNetRun.BATCH, 400);
        var c5 = Activation.relu(Linear.linear(flat, p.get(4), p.get(5)).singletonOrThrow());
        var f6 = Activation.relu(Linear.linear(c5, p.get(6), p.get(7)).singletonOrThrow());
        return Linear.linear(f6, p.get(8), p.get(9)).singletonOrThrow();
    }

    private static NDArray images(NDManager manager, int step) {
        var pixels = LeNetRun.IMAGES.pixels();
        var values = new float[LeNetRun.BATCH * 784];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(pixels[LeNetRun.firstImage(step) * 784 + i]) / 255f;
        }
        return manager.create(values, new Shape(LeNetRun.BATCH, 1, 28, 28));
    }

    private static NDArray labels(NDManager manager, int step) {
        var labels = new long[LeNetRun.BATCH];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = LeNetRun.IMAGES.labels()[LeNetRun.firstImage(step) + i];
        }
        return manager.create(labels);
    }

    private static List<NDArray> parameters(NDManager manager, float[] weights) {
        var parameters = new ArrayList<NDArray>();
        for (var step : LeNetRun.NETWORK.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                var tensor = step.tensors().get(t);
                var values = new float[tensor.size()];
                System.arraycopy(weights, step.offsets().get(t), values, 0, values.length);
                var shape = tensor.dimensions().stream().mapToLong(Integer::longValue).toArray();
                parameters.add(manager.create(values, new Shape(shape)));
            }
        }
        return parameters;
    }

    private static void copy(List<NDArray> parameters, float[] weights) {
        int to = 0;
        for (var parameter : parameters) {
            var values = parameter.toFloatArray();
            System.arraycopy(values, 0, weights, to, values.length);
            to += values.length;
        }
    }
}
