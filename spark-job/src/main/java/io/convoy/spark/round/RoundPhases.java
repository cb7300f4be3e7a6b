package io.convoy.spark.round;

/**
 * Where the time of a round went, in seconds, or that of several rounds together. Broadcast, compute, scheduling and
 * collectAndAverage add up to the round.
 *
 * @param broadcast of the weights to start from
 * @param compute while shards computed: with as many tasks at a time as there are cores, each shard on the core that is
 *     free first
 * @param computeSlowest of the shards
 * @param computeMedian of the shards
 * @param computeTotal of all shards, in seconds of one core
 * @param scheduling what the training job took beyond computing until the last shard was done
 * @param collectAndAverage from then until the mean was there
 */
public record RoundPhases(
        double broadcast,
        double compute,
        double computeSlowest,
        double computeMedian,
        double computeTotal,
        double scheduling,
        double collectAndAverage) {

    public static final RoundPhases NONE = new RoundPhases(0, 0, 0, 0, 0, 0, 0);

    public RoundPhases plus(RoundPhases other) {
        return new RoundPhases(
                broadcast + other.broadcast,
                compute + other.compute,
                computeSlowest + other.computeSlowest,
                computeMedian + other.computeMedian,
                computeTotal + other.computeTotal,
                scheduling + other.scheduling,
                collectAndAverage + other.collectAndAverage);
    }

    /** The larger of each phase. */
    RoundPhases worse(RoundPhases other) {
        return new RoundPhases(
                Math.max(broadcast, other.broadcast),
                Math.max(compute, other.compute),
                Math.max(computeSlowest, other.computeSlowest),
                Math.max(computeMedian, other.computeMedian),
                Math.max(computeTotal, other.computeTotal),
                Math.max(scheduling, other.scheduling),
                Math.max(collectAndAverage, other.collectAndAverage));
    }

    /** What a round costs besides computing. */
    public double overhead() {
        return broadcast + scheduling + collectAndAverage;
    }
}
