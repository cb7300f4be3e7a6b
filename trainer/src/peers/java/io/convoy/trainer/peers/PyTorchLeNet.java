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
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.convoy.trainer.golden.LeNetRun;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link LeNetRun} by PyTorch, with as few operators as the arithmetic allows: the minibatches are tensors beforehand;
 * gradients, which PyTorch adds up unless told to clear them, are the velocities; and the loss is multiplied by the
 * learning rate instead of every velocity. One at a time, since it owns the engine's gradient collector.
 */
final class PyTorchLeNet implements AutoCloseable {

    private static final Shape TWO = new Shape(2, 2);
    private static final Shape NONE = new Shape(0, 0);

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final List<NDArray> images = new ArrayList<>();
    private final List<NDArray> labels = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();

    /** Those of the parameters times the learning rate; empty before the first step. */
    private final List<NDArray> velocities = new ArrayList<>();

    private final GradientCollector collector;

    PyTorchLeNet(float[] weights) {
        for (int from = 0; from < LeNetRun.IMAGES.size(); from += LeNetRun.BATCH) {
            addMinibatch(from);
        }
        addParameters(weights);
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        collector = Engine.getEngine("PyTorch").newGradientCollector();
    }

    /** The mean loss of every step; leaves the learned weights in {@code weights}. */
    static double[] train(float[] weights) {
        var losses = new double[LeNetRun.STEPS];
        try (var net = new PyTorchLeNet(weights)) {
            for (int step = 0; step < losses.length; step++) {
                losses[step] = net.step(step);
            }
            net.copyParameters(weights);
        }
        return losses;
    }

    /** Returns the mean loss. */
    float step(int step) {
        int minibatch = step % images.size();
        var input = images.get(minibatch);
        var label = labels.get(minibatch);
        float loss;
        try (var scope = manager.newSubManager()) {
            scope.tempAttachAll(input, label);
            velocities.forEach(velocity -> velocity.muli(LeNetRun.MOMENTUM));
            JniUtils.setGradMode(true);
            var mean = Loss.softmaxCrossEntropyLoss().evaluate(new NDList(label), new NDList(logits(input)));
            collector.backward(mean.mul(LeNetRun.LEARNING_RATE));
            JniUtils.setGradMode(false);
            loss = mean.getFloat();
        }
        if (velocities.isEmpty()) {
            parameters.forEach(parameter -> velocities.add(parameter.getGradient()));
        }
        for (int p = 0; p < parameters.size(); p++) {
            parameters.get(p).subi(velocities.get(p));
        }
        return loss;
    }

    private NDArray logits(NDArray input) {
        var p = parameters;
        var c1 = Conv2d.conv2d(input, p.get(0), p.get(1), new Shape(1, 1), TWO).singletonOrThrow();
        var s2 = Pool.maxPool2d(Activation.relu(c1), TWO, TWO, NONE, false);
        var c3 = Conv2d.conv2d(s2, p.get(2), p.get(3)).singletonOrThrow();
        var s4 = Pool.maxPool2d(Activation.relu(c3), TWO, TWO, NONE, false);
        var flat = s4.reshape(LeNetRun.BATCH, 400);
        var c5 = Activation.relu(Linear.linear(flat, p.get(4), p.get(5)).singletonOrThrow());
        var f6 = Activation.relu(Linear.linear(c5, p.get(6), p.get(7)).singletonOrThrow());
        return Linear.linear(f6, p.get(8), p.get(9)).singletonOrThrow();
    }

    private void addMinibatch(int from) {
        var pixels = LeNetRun.IMAGES.pixels();
        var values = new float[LeNetRun.BATCH * 784];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(pixels[from * 784 + i]) / 255f;
        }
        images.add(manager.create(values, new Shape(LeNetRun.BATCH, 1, 28, 28)));
        var numbers = new long[LeNetRun.BATCH];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = LeNetRun.IMAGES.labels()[from + i];
        }
        labels.add(manager.create(numbers));
    }

    private void addParameters(float[] weights) {
        for (var step : LeNetRun.NETWORK.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                var tensor = step.tensors().get(t);
                var values = new float[tensor.size()];
                System.arraycopy(weights, step.offsets().get(t), values, 0, values.length);
                var shape = tensor.dimensions().stream().mapToLong(Integer::longValue).toArray();
                parameters.add(manager.create(values, new Shape(shape)));
            }
        }
    }

    private void copyParameters(float[] weights) {
        int to = 0;
        for (var parameter : parameters) {
            var values = parameter.toFloatArray();
            System.arraycopy(values, 0, weights, to, values.length);
            to += values.length;
        }
    }

    @Override
    public void close() {
        collector.close();
        manager.close();
    }
}
