package io.convoy.trainer.benchmark;

import com.sun.management.ThreadMXBean;
import io.convoy.kernels.Kernels;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.LeNet;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.InferenceProgram;
import io.convoy.trainer.program.TrainingProgram;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import io.convoy.trainer.training.TrainingSettings;
import java.lang.management.ManagementFactory;
import java.util.List;

/** LeNet as a replica trains it, from bytes to updated weights, in minibatches of 64. */
public final class StepBenchmark {

    private static final int BATCH = 64;
    private static final int IMAGES = 160 * BATCH;

    /** Multiply-adds for one image: forward 416,520, weight gradients the same, input gradients 298,920. */
    private static final double TRAINING = 1_131_960;

    private static final double INFERENCE = 416_520;

    private static final double WARM_UP_SECONDS = 7;

    private final WarmUpCurve warmUp = new WarmUpCurve(WARM_UP_SECONDS, BATCH);
    private final Table table;
    private final double seconds;
    private final Network network;
    private final Shard shard;
    private final InferenceProgram inference;
    private final Replica replica;
    private final float[] weights;
    private final float[] state;

    public StepBenchmark(Kernels kernels, Table table, double seconds) {
        this.table = table;
        this.seconds = seconds;
        var image = new ImageShape(1, 28, 28);
        network = LeNet.lenet(image, 10);
        shard = SyntheticImages.shard(0, image, 10, IMAGES, 5);
        var normalisation = new Normalisation(List.of(0.2), List.of(0.3));
        inference = new InferenceProgram(network, normalisation, kernels, BATCH);
        var optimiser = new Sgd(0.9, 1e-4);
        var settings = new TrainingSettings(BATCH, new LearningRateSchedule.Constant(0.01), optimiser, 1);
        replica = new Replica(new TrainingProgram(network, normalisation, kernels, BATCH), settings);
        weights = network.initialisation().parameters(network, 1);
        state = optimiser.initialState(weights.length);
    }

    public void steps(int steps) {
        replica.train(new Span(1, 0, steps), shard, weights, state);
    }

    /** To be the first thing that a JVM does. */
    public void warmUp() {
        warmUp.run(this::steps);
    }

    void training() {
        double best = Timing.bestWithin(seconds, () -> steps(IMAGES / BATCH));
        table.images("lenet-step", TRAINING, IMAGES, best);
        warmUp.print(table, IMAGES / best);
    }

    void inference() {
        var order = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            order[i] = i;
        }
        inference.setWeights(weights);
        double best = Timing.bestWithin(seconds, () -> {
            for (int from = 0; from < IMAGES; from += BATCH) {
                inference.forward(shard, order, from, BATCH);
            }
        });
        table.images("lenet-inference", INFERENCE, IMAGES, best);
    }

    /** What a longer span allocates more than a shorter one. */
    void allocation() {
        steps(150);
        long few = allocated(10);
        long many = allocated(150);
        table.row("alloc-per-step", (many - few) / 140.0, "bytes");
    }

    private long allocated(int steps) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        steps(steps);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
