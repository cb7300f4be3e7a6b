package io.convoy.spark.plan;

import io.convoy.spark.data.ShardedImages;

/**
 * Foretells an epoch. With S shards on E executors of c cores each, P = E·c cores in all, N images, R rounds, W bytes
 * of weights and momentum, links of B bytes a second and messages of L seconds:
 *
 * <pre>
 * compute       = ⌈S/P⌉ · ⌈N/S⌉ · image(b)                     b = min(c, ⌈S/E⌉) cores of an executor computing at a time
 * communication = R · (⌈log₂(E+1)⌉ · (L + W/B)                 broadcast: who has the weights passes them on
 *                      + ⌈S/P⌉ · 2·L + S·W/B)                   task and result; all results share the driver's link
 * spark         = R · (round + S · roundOfShard)
 * evaluation    = evaluation + ⌈K/P⌉ · (2·L + 2500 · testImage)  K blocks of 2500 test images
 * </pre>
 *
 * <p>The figures in small letters are measured, see {@link Machine}. The executors are taken to be as fast as this
 * machine, their shards to start together, and results to come from other machines, as the weights do; on one machine L
 * and W/B are 0. What is measured for a shard includes what its executor does, which on a cluster happens side by side:
 * {@code spark} errs to the safe side. So does {@code evaluation}, which runs beside the next round where cores are
 * free. Not foretold: reading, slower or shared machines, lost executors.
 */
public record TimeModel(Workload workload, Machine machine) {

    public Forecast forecast(Cluster cluster, int shards) {
        int rounds = workload.rounds(shards);
        double transfer = workload.exchangedBytes() / cluster.bytesPerSecond();
        long waves = ceil(shards, cluster.cores());
        double broadcast =
                Math.ceil(Math.log(cluster.executors() + 1.0) / Math.log(2)) * (cluster.latency() + transfer);
        double collect = waves * 2 * cluster.latency() + shards * transfer;
        return new Forecast(
                shards,
                waves * workload.imagesOfShard(shards) * machine.image(busyCores(cluster, shards)),
                rounds * (broadcast + collect),
                rounds * (machine.round() + shards * machine.roundOfShard()),
                evaluation(cluster));
    }

    private double evaluation(Cluster cluster) {
        int blocks = (int) ceil(workload.testImages(), ShardedImages.EVALUATION_BLOCK);
        int images = Math.min(workload.testImages(), ShardedImages.EVALUATION_BLOCK);
        double wave = 2 * cluster.latency() + images * machine.testImage(busyCores(cluster, blocks));
        return machine.evaluation() + ceil(blocks, cluster.cores()) * wave;
    }

    private static int busyCores(Cluster cluster, int tasks) {
        return (int) Math.min(cluster.executorCores(), ceil(tasks, cluster.executors()));
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
