package io.convoy.spark.plan;

/**
 * Executors of one kind and the network between them and the driver.
 *
 * @param executorCores of each
 * @param bytesPerSecond that a link carries each way
 * @param latency of a message, in seconds
 */
public record Cluster(int executors, int executorCores, double bytesPerSecond, double latency) {

    public Cluster {
        if (executors < 1 || executorCores < 1 || !(bytesPerSecond > 0) || !(latency >= 0)) {
            throw new IllegalArgumentException(
                    "expected executors ≥ 1, executorCores ≥ 1, bytesPerSecond > 0 and latency ≥ 0 but found "
                            + executors + ", " + executorCores + ", " + bytesPerSecond + " and " + latency);
        }
    }

    /** Driver and executor in one process, as in {@code local[cores]}. */
    public static Cluster local(int cores) {
        return new Cluster(1, cores, Double.POSITIVE_INFINITY, 0);
    }

    public int cores() {
        return Math.multiplyExact(executors, executorCores);
    }
}
