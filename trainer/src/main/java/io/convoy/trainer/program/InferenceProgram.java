package io.convoy.trainer.program;

import io.convoy.kernels.Kernels;
import io.convoy.kernels.Lanes;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Network;

/** A network compiled for predictions: nothing is kept for a backward pass. */
public final class InferenceProgram extends Program {

    private final float[] probabilities;

    /** @throws IllegalArgumentException if the normalisation has other channels than the network's input */
    public InferenceProgram(Network network, Normalisation normalisation, Kernels kernels, int maximumBatch) {
        super(network, normalisation, kernels, maximumBatch, blocks -> Compiler.forInference(network, kernels, blocks));
        probabilities = new float[Lanes.blocks(maximumBatch) * Lanes.COUNT * network.classes()];
    }

    /**
     * Computes the logits of a minibatch: the images of {@code shard} that {@code order[from]} to {@code order[from +
     * count − 1]} name. Labels are not looked at.
     */
    public void forward(Shard shard, int[] order, int from, int count) {
        run(shard, order, from, count, null);
    }

    /**
     * {@link #forward}, then the sum of the losses.
     *
     * @throws IllegalArgumentException if a label is not one of the network's classes
     */
    public double loss(Shard shard, int[] order, int from, int count) {
        run(shard, order, from, count, null);
        return loss(shard, order, from);
    }

    /** Overwrites {@code [count][classes]} from {@code offset} on with the probabilities of the last minibatch. */
    public void probabilities(float[] byImage, int offset) {
        softmax(probabilities);
        gather(probabilities, byImage, offset);
    }
}
