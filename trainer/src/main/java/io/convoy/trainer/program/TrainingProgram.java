package io.convoy.trainer.program;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.random.Draw;
import java.util.Arrays;

/** A network compiled for learning: with a backward pass. */
public final class TrainingProgram extends Program {

    private static final Draw SEED_0 = new Draw(0, 0);

    /** @throws IllegalArgumentException if the normalisation has other channels than the network's input */
    public TrainingProgram(Network network, Normalisation normalisation, Kernels kernels, int maximumBatch) {
        this(network, normalisation, kernels, maximumBatch, GhostGroups.USUAL.size());
    }

    /**
     * @param ghostBatch how many images batch normalisation takes together, a multiple of 16
     * @throws IllegalArgumentException if it is not, or the normalisation has other channels than the network's input
     */
    public TrainingProgram(
            Network network, Normalisation normalisation, Kernels kernels, int maximumBatch, int ghostBatch) {
        super(
                network,
                normalisation,
                kernels,
                maximumBatch,
                blocks -> Compiler.forTraining(network, kernels, new GhostGroups(ghostBatch), blocks));
    }

    /** Runs a minibatch forward, with nothing dropped, for what it adds to {@link #statistics}. */
    public void gather(Shard shard, int[] order, int from, int count) {
        run(shard, order, from, count, null);
    }

    /** Forgets what {@link #statistics} has added up. */
    public void clearStatistics() {
        for (var moments : moments()) {
            moments.clearGathered();
        }
    }

    /**
     * What each batch normalisation has met since {@link #clearStatistics}, in the order of the network: a count of
     * values in each channel, then Σx of each channel, then Σx² of each.
     */
    public double[] statistics() {
        return Arrays.stream(moments())
                .flatMapToDouble(moments -> Arrays.stream(moments.gathered()))
                .toArray();
    }

    /** {@link #lossAndGradient(Draw, Shard, int[], int, int, float, float[])} of seed 0, without label smoothing. */
    public double lossAndGradient(Shard shard, int[] order, int from, int count, float[] gradient) {
        return lossAndGradient(SEED_0, shard, order, from, count, 0f, gradient);
    }

    /**
     * Computes the logits of a minibatch, as {@link InferenceProgram#forward}, then the gradient of the mean loss,
     * which overwrites {@code gradient}.
     *
     * @param draw of what dropout layers drop
     * @param labelSmoothing see {@link io.convoy.kernels.SoftmaxCrossEntropy}
     * @return the sum of the losses
     * @throws IllegalArgumentException if a label is not one of the network's classes
     */
    public double lossAndGradient(
            Draw draw, Shard shard, int[] order, int from, int count, float labelSmoothing, float[] gradient) {
        run(shard, order, from, count, draw);
        return backward(shard, order, from, labelSmoothing, gradient);
    }
}
