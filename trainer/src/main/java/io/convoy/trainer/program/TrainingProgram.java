package io.convoy.trainer.program;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Network;

/** A network compiled for learning: with a backward pass. */
public final class TrainingProgram extends Program {

    /** @throws IllegalArgumentException if the normalisation has other channels than the network's input */
    public TrainingProgram(Network network, Normalisation normalisation, Kernels kernels, int maximumBatch) {
        super(network, normalisation, kernels, maximumBatch, blocks -> Compiler.forTraining(network, kernels, blocks));
    }

    /**
     * Computes the logits of a minibatch, as {@link InferenceProgram#forward}, then the gradient of the mean loss,
     * which overwrites {@code gradient}.
     *
     * @return the sum of the losses
     * @throws IllegalArgumentException if a label is not one of the network's classes
     */
    public double lossAndGradient(Shard shard, int[] order, int from, int count, float[] gradient) {
        run(shard, order, from, count);
        return backward(shard, order, from, gradient);
    }
}
