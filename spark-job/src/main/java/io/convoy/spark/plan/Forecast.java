package io.convoy.spark.plan;

/**
 * Where the time of an epoch will go, in seconds.
 *
 * @param compute of the shards
 * @param communication of weights over the network
 * @param spark and the driver: to schedule the rounds, start the tasks, take results and average them
 */
public record Forecast(int shards, double compute, double communication, double spark, double evaluation) {

    /** The whole epoch. */
    public double seconds() {
        return compute + communication + spark + evaluation;
    }
}
