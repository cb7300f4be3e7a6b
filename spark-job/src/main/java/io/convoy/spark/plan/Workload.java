package io.convoy.spark.plan;

import io.convoy.trainer.network.Network;

/**
 * What an epoch has to do.
 *
 * @param images to learn from
 * @param testImages to evaluate on after it
 * @param averageEvery batches of a shard between two averages
 */
public record Workload(Network network, int images, int testImages, int batchSize, int averageEvery) {

    /** The images that the largest of so many shards has. */
    int imagesOfShard(int shards) {
        return (int) (((long) images + shards - 1) / shards);
    }

    /** How often so many shards are averaged in an epoch. */
    int rounds(int shards) {
        long steps = ((long) imagesOfShard(shards) + batchSize - 1) / batchSize;
        return (int) ((steps + averageEvery - 1) / averageEvery);
    }

    /** Bytes of the weights and of as much momentum, which go to each executor and come back from each shard. */
    long exchangedBytes() {
        return 2L * Float.BYTES * network.parameterCount();
    }
}
