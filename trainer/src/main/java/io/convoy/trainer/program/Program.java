package io.convoy.trainer.program;

import io.convoy.kernels.Kernels;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.PixelUnpacking;
import io.convoy.kernels.SoftmaxCrossEntropy;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Network;

/**
 * A network compiled for a set of kernels and a maximum size of minibatch. Holds the workspace: one program belongs to
 * one thread, and nothing is allocated after construction.
 *
 * <p>Up to the first dense layer one block of sixteen images goes through all stages before the next begins, forward
 * and backward; from there on each stage takes all blocks of the minibatch.
 */
public final class Program {

    private final Network network;
    private final Kernels kernels;
    private final int maximumBatch;
    private final Stages stages;
    private final PixelUnpacking unpacking;
    private final SoftmaxCrossEntropy softmax;
    private final int classes;
    private final int parameterCount;
    private final byte[] labels;

    /** Images of the last minibatch. */
    private int images;

    /** @throws IllegalArgumentException if the normalisation has other channels than the network's input */
    public Program(Network network, Normalisation normalisation, Kernels kernels, int maximumBatch) {
        var image = network.input();
        if (normalisation.channels() != image.channels()) {
            throw new IllegalArgumentException("network " + network.name() + " takes " + image.channels()
                    + " channels but the normalisation has " + normalisation.channels());
        }
        if (maximumBatch < 1) {
            throw new IllegalArgumentException("expected maximumBatch ≥ 1 but found " + maximumBatch);
        }
        parameterCount = network.parameterCount();
        if (parameterCount == 0) {
            throw new IllegalArgumentException("network " + network.name() + " has no layer that learns");
        }
        this.network = network;
        this.kernels = kernels;
        this.maximumBatch = maximumBatch;
        stages = Compiler.compile(network, kernels, Lanes.blocks(maximumBatch));
        unpacking = kernels.pixelUnpacking(
                image.channels(),
                image.height(),
                image.width(),
                stages.padding(),
                normalisation.scale(),
                normalisation.shift());
        softmax = kernels.softmaxCrossEntropy();
        classes = network.classes();
        labels = new byte[maximumBatch];
    }

    public Network network() {
        return network;
    }

    public Kernels kernels() {
        return kernels;
    }

    public int maximumBatch() {
        return maximumBatch;
    }

    /** Takes the weights that later calls use. Copies not all of them: the array must not change before those calls. */
    public void setWeights(float[] parameters) {
        if (parameters.length != parameterCount) {
            throw new IllegalArgumentException("network " + network.name() + " has " + parameterCount
                    + " parameters but found " + parameters.length);
        }
        for (var stage : stages.blockwise()) {
            stage.setWeights(parameters);
        }
        for (var stage : stages.batchwise()) {
            stage.setWeights(parameters);
        }
    }

    /**
     * Computes the logits of a minibatch: the images of {@code shard} that {@code order[from]} to {@code order[from +
     * count − 1]} name. Labels are not looked at.
     */
    public void forward(Shard shard, int[] order, int from, int count) {
        requireFitting(shard, count);
        images = count;
        int blocks = Lanes.blocks(count);
        var input = stages.input();
        for (int block = 0; block < blocks; block++) {
            int first = block * Lanes.COUNT;
            unpacking.unpack(
                    shard.pixels(),
                    order,
                    from + first,
                    Math.min(Lanes.COUNT, count - first),
                    input.values(),
                    input.offset(block));
            for (var stage : stages.blockwise()) {
                stage.forward(block, block + 1);
            }
        }
        for (var stage : stages.batchwise()) {
            stage.forward(0, blocks);
        }
    }

    /** {@link #forward}, then the sum of the losses. */
    public double loss(Shard shard, int[] order, int from, int count) {
        forward(shard, order, from, count);
        gatherLabels(shard, order, from);
        return softmax.loss(classes, images, stages.output().values(), labels);
    }

    /**
     * {@link #forward}, then the gradient of the mean loss, which overwrites {@code gradient}.
     *
     * @return the sum of the losses
     * @throws IllegalArgumentException if a label is not one of the network's classes
     */
    public double lossAndGradient(Shard shard, int[] order, int from, int count, float[] gradient) {
        forward(shard, order, from, count);
        gatherLabels(shard, order, from);
        var logits = stages.output();
        double loss = softmax.lossAndGradient(classes, images, logits.values(), labels, logits.gradient());
        backward(Lanes.blocks(count), gradient);
        return loss;
    }

    private void backward(int blocks, float[] gradient) {
        var blockwise = stages.blockwise();
        var batchwise = stages.batchwise();
        int untrainedBatchwise = Math.max(0, stages.untrained() - blockwise.length);
        for (int i = batchwise.length - 1; i >= untrainedBatchwise; i--) {
            batchwise[i].backward(0, blocks);
        }
        for (int block = 0; block < blocks; block++) {
            for (int i = blockwise.length - 1; i >= stages.untrained(); i--) {
                blockwise[i].backward(block, block + 1);
            }
        }
        for (var stage : blockwise) {
            stage.finish(blocks, gradient);
        }
        for (var stage : batchwise) {
            stage.finish(blocks, gradient);
        }
    }

    /** Overwrites {@code predictions[i]} with the class of image i of the last minibatch. */
    public void predictions(int[] predictions) {
        softmax.argMax(classes, images, stages.output().values(), predictions);
    }

    /** Overwrites {@code [count][classes]} from {@code offset} on with the probabilities of the last minibatch. */
    public void probabilities(float[] probabilities, int offset) {
        var logits = stages.output();
        var scratch = logits.gradient();
        softmax.probabilities(classes, images, logits.values(), scratch);
        gather(scratch, probabilities, offset);
    }

    /** Overwrites {@code [count][classes]} with the logits of the last minibatch. */
    public void logits(float[] logits) {
        gather(stages.output().values(), logits, 0);
    }

    private void gather(float[] inLanes, float[] byImage, int offset) {
        for (int image = 0; image < images; image++) {
            int lane = stages.output().offset(image / Lanes.COUNT) + image % Lanes.COUNT;
            for (int label = 0; label < classes; label++) {
                byImage[offset + image * classes + label] = inLanes[lane + label * Lanes.COUNT];
            }
        }
    }

    private void requireFitting(Shard shard, int count) {
        if (!shard.image().equals(network.input())) {
            throw new IllegalArgumentException("network " + network.name() + " takes images of " + network.input()
                    + " but shard " + shard.id() + " has " + shard.image());
        }
        if (count < 1 || count > maximumBatch) {
            throw new IllegalArgumentException("expected 1 to " + maximumBatch + " images but found " + count);
        }
    }

    private void gatherLabels(Shard shard, int[] order, int from) {
        for (int i = 0; i < images; i++) {
            byte label = shard.labels()[order[from + i]];
            if (Byte.toUnsignedInt(label) >= classes) {
                throw new IllegalArgumentException("record " + shard.records()[order[from + i]] + " has label "
                        + Byte.toUnsignedInt(label) + " but network " + network.name() + " has classes 0 to "
                        + (classes - 1));
            }
            labels[i] = label;
        }
    }
}
