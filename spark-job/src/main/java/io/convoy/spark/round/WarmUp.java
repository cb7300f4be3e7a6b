package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.kernels.Lanes;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.training.Evaluator;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import io.convoy.trainer.training.TrainingSettings;
import java.util.Random;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Learns from noise until the first task comes, so that the JIT compiler knows the kernels by then: before, a step
 * takes a hundred times as long. It changes the time of a run and nothing else.
 */
public final class WarmUp {

    private static final Logger LOG = LogManager.getLogger(WarmUp.class);

    /** After so many all is compiled, and whoever still reads data needs the core. */
    private static final int ROUNDS = 500;

    private volatile boolean ended;

    private WarmUp() {}

    /** Returns at once: a thread does it, which does not keep the process alive. */
    public static WarmUp begin(Network network, TrainingSettings settings, KernelChoice kernels) {
        var warmUp = new WarmUp();
        var thread = new Thread(() -> warmUp.run(network, settings, kernels), "warm-up");
        thread.setDaemon(true);
        thread.start();
        return warmUp;
    }

    /** The training begins, and needs the core. */
    public void end() {
        ended = true;
    }

    private void run(Network network, TrainingSettings settings, KernelChoice kernels) {
        try {
            int batchSize = settings.batchSize();
            var identity = Normalisation.identity(network.input().channels());
            var training = new Programs.Training(network, identity, kernels, batchSize);
            var inference = new Programs.Inference(network, identity, kernels, DistributedEvaluation.BATCH);
            var replica = new Replica(training.compile(), settings);
            var evaluator = new Evaluator(inference.compile());
            // Full minibatches, and smaller ones that dense layers take otherwise: of two lane blocks and of one.
            var lesson = noise(network, batchSize + 2 * Lanes.COUNT);
            var test = noise(network, DistributedEvaluation.BATCH + 1);
            float[] weights = network.initialisation().parameters(network, settings.seed());
            float[] state = settings.optimiser().initialState(weights.length);
            for (int round = 0; round < ROUNDS && !ended; round++) {
                replica.train(Span.epoch(1), lesson, weights, state);
                evaluator.evaluate(weights, test);
            }
        } catch (RuntimeException e) { // the training meets the same, and tells
            LOG.debug("warming up ended early", e);
        }
    }

    private static Shard noise(Network network, int images) {
        byte[] pixels = new byte[images * network.input().size()];
        new Random(0).nextBytes(pixels);
        return new Shard(0, network.input(), pixels, new byte[images], new int[images]);
    }
}
