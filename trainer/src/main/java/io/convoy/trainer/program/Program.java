package io.convoy.trainer.program;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Network;

/**
 * A network compiled for a set of kernels and a maximum size of minibatch. Holds the workspace: one program belongs to
 * one thread, and nothing is allocated after construction.
 */
public final class Program {

    private final Network network;
    private final Kernels kernels;
    private final int maximumBatch;

    /** @throws IllegalArgumentException if the normalisation has other channels than the network's input */
    public Program(Network network, Normalisation normalisation, Kernels kernels, int maximumBatch) {
        this.network = network;
        this.kernels = kernels;
        this.maximumBatch = maximumBatch;
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

    /** Takes the weights that later calls use. Copies what it needs. */
    public void setWeights(float[] parameters) {
        throw new UnsupportedOperationException();
    }

    /**
     * Computes the logits of a minibatch: the images of {@code shard} that {@code order[from]} to {@code order[from +
     * count − 1]} name.
     */
    public void forward(Shard shard, int[] order, int from, int count) {
        throw new UnsupportedOperationException();
    }

    /**
     * {@link #forward}, then the gradient of the mean loss, which overwrites {@code gradient}.
     *
     * @return the sum of the losses
     */
    public double lossAndGradient(Shard shard, int[] order, int from, int count, float[] gradient) {
        throw new UnsupportedOperationException();
    }

    /** The sum of the losses of the last minibatch. */
    public double loss() {
        throw new UnsupportedOperationException();
    }

    /** Overwrites {@code predictions[i]} with the class of the last minibatch's image i. */
    public void predictions(int[] predictions) {
        throw new UnsupportedOperationException();
    }

    /** Overwrites {@code [count][classes]} from {@code offset} with the probabilities of the last minibatch. */
    public void probabilities(float[] probabilities, int offset) {
        throw new UnsupportedOperationException();
    }
}
