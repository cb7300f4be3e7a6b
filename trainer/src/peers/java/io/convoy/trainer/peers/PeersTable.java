package io.convoy.trainer.peers;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.benchmark.StepBenchmark;
import io.convoy.trainer.benchmark.Table;
import io.convoy.trainer.golden.LeNetRun;
import java.util.Arrays;

/**
 * What {@code scripts/bench --peers} starts: LeNet's training step here and in PyTorch, in turns on one thread. Ours
 * begins with bytes, PyTorch's with tensors in memory. Of each the fastest turn counts, by the clock on the wall.
 */
public final class PeersTable {

    private static final int STEPS = 150;

    private PeersTable() {}

    public static void main(String[] arguments) {
        int turns = Arrays.asList(arguments).contains("--quick") ? 10 : 25;
        var kernels = Kernels.best();
        System.err.println(kernels.description());
        var table = new Table();
        var ours = new StepBenchmark(kernels, table, 0);
        ours.warmUp();
        double oursBest = Double.MAX_VALUE;
        double theirsBest = Double.MAX_VALUE;
        try (var theirs = new PyTorchLeNet(LeNetRun.weights())) {
            for (int turn = 0; turn < turns; turn++) {
                oursBest = Math.min(oursBest, seconds(() -> ours.steps(STEPS)));
                theirsBest = Math.min(theirsBest, seconds(() -> {
                    for (int step = 0; step < STEPS; step++) {
                        theirs.step(step);
                    }
                }));
            }
        }
        table.row("lenet-step", STEPS * LeNetRun.BATCH / oursBest, "images/s");
        table.row("lenet-step-pytorch", STEPS * LeNetRun.BATCH / theirsBest, "images/s");
        table.row("lenet-step-to-pytorch", theirsBest / oursBest, "ratio");
    }

    private static double seconds(Runnable run) {
        long start = System.nanoTime();
        run.run();
        return (System.nanoTime() - start) * 1e-9;
    }
}
