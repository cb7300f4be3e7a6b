package io.convoy.trainer.golden;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.LeNet;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.optim.ParameterRange;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.TrainingProgram;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A hundred steps of LeNet that anybody can repeat: the data, the first weights and the settings. */
public final class LeNetRun {

    public static final int STEPS = 100;
    public static final int BATCH = 64;
    public static final double LEARNING_RATE = 0.01;
    public static final double MOMENTUM = 0.9;

    private static final int BATCHES = 10;

    public static final Network NETWORK = LeNet.lenet(new ImageShape(1, 28, 28), 10);

    public static final Shard IMAGES = SyntheticImages.shard(0, NETWORK.input(), 10, BATCHES * BATCH, 5);

    private LeNetRun() {}

    /** Where the minibatch of a step begins in {@link #IMAGES}. */
    public static int firstImage(int step) {
        return step % BATCHES * BATCH;
    }

    /** Uniform below the square root of three over the inputs of a weight, in the order of the parameters. */
    public static float[] weights() {
        var weights = new float[NETWORK.parameterCount()];
        var random = new Random(6);
        for (var step : NETWORK.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                var shape = step.tensors().get(t).dimensions();
                int size = step.tensors().get(t).size();
                double bound = shape.size() == 1 ? 0.1 : Math.sqrt(3.0 * shape.get(0) / size);
                for (int i = 0; i < size; i++) {
                    weights[step.offsets().get(t) + i] = (float) ((2 * random.nextDouble() - 1) * bound);
                }
            }
        }
        return weights;
    }

    /** The mean loss of every step; leaves the learned weights in {@code weights}. */
    public static double[] train(Kernels kernels, float[] weights) {
        var program = new TrainingProgram(NETWORK, Normalisation.identity(1), kernels, BATCH);
        var sgd = new Sgd(MOMENTUM, 0);
        var velocity = sgd.initialState(weights.length);
        var gradient = new float[weights.length];
        var learned = List.of(new ParameterRange(0, weights.length, true));
        var losses = new double[STEPS];
        int[] order = IntStream.range(0, IMAGES.size()).toArray();
        for (int step = 0; step < STEPS; step++) {
            program.setWeights(weights);
            losses[step] = program.lossAndGradient(IMAGES, order, firstImage(step), BATCH, gradient) / BATCH;
            sgd.step(kernels.vectorMath(), learned, weights, gradient, velocity, LEARNING_RATE);
        }
        return losses;
    }
}
