package io.convoy.trainer.program;

import io.convoy.kernels.Kernels;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.PixelUnpacking;
import io.convoy.kernels.SoftmaxCrossEntropy;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.random.Draw;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A network compiled for a set of kernels and a maximum size of minibatch. Holds the workspace: one program belongs to
 * one thread, and nothing is allocated after construction.
 *
 * <p>One block of sixteen images goes through all stages before the next begins, forward and backward, up to a barrier:
 * a stage that needs the whole minibatch.
 */
public abstract sealed class Program permits TrainingProgram, InferenceProgram {

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
    Program(
            Network network,
            Normalisation normalisation,
            Kernels kernels,
            int maximumBatch,
            Function<Integer, Stages> compiler) {
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
        stages = compiler.apply(Lanes.blocks(maximumBatch));
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
        stages.setWeights(parameters);
    }

    /**
     * Computes the logits of a minibatch, see {@link InferenceProgram#forward}.
     *
     * @param draw of what training drops; null for nothing
     */
    void run(Shard shard, int[] order, int from, int count, @Nullable Draw draw) {
        requireFitting(shard, count);
        images = count;
        int blocks = Lanes.blocks(count);
        var segments = stages.segments();
        stages.batch().set(shard.records(), order, from, count, draw);
        int begun = segments[0].isBatchwise() ? 0 : 1;
        if (begun == 1) {
            segments[0].begin();
        }
        for (int block = 0; block < blocks; block++) {
            unpack(shard, order, from, block);
            if (begun == 1) {
                segments[0].runForward(block, block + 1);
            }
        }
        for (int i = begun; i < segments.length; i++) {
            segments[i].begin();
            segments[i].runForward(0, blocks);
        }
    }

    BatchMoments[] moments() {
        return stages.moments();
    }

    private void unpack(Shard shard, int[] order, int from, int block) {
        int first = block * Lanes.COUNT;
        var input = stages.input();
        unpacking.unpack(
                shard.pixels(),
                order,
                from + first,
                Math.min(Lanes.COUNT, images - first),
                input.values(),
                input.offset(block));
    }

    /** The sum of the losses of the minibatch that {@link #run} ran. */
    double loss(Shard shard, int[] order, int from) {
        gatherLabels(shard, order, from);
        return softmax.loss(classes, images, stages.output().values(), labels);
    }

    /** {@link #loss} with labels smoothed, then the gradient of the mean loss. */
    double backward(Shard shard, int[] order, int from, float labelSmoothing, float[] gradient) {
        gatherLabels(shard, order, from);
        var logits = stages.output();
        double loss =
                softmax.lossAndGradient(classes, images, logits.values(), labels, labelSmoothing, logits.gradient());
        stages.backward(Lanes.blocks(images), gradient);
        return loss;
    }

    /** Overwrites {@code predictions[i]} with the class of image i of the last minibatch. */
    public void predictions(int[] predictions) {
        softmax.argMax(classes, images, stages.output().values(), predictions);
    }

    /** Overwrites {@code [count][classes]} with the logits of the last minibatch. */
    public void logits(float[] logits) {
        gather(stages.output().values(), logits, 0);
    }

    /** Overwrites {@code [blocks][classes][16]}. */
    void softmax(float[] probabilities) {
        softmax.probabilities(classes, images, stages.output().values(), probabilities);
    }

    /** From {@code [blocks][classes][16]} to {@code [count][classes]}. */
    void gather(float[] inLanes, float[] byImage, int offset) {
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
