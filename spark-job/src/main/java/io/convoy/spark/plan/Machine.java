package io.convoy.spark.plan;

/**
 * What a training takes on this machine, in seconds.
 *
 * @param cores that were measured at a time
 * @param imageAlone to learn from an image while one core computes
 * @param image likewise, of each core while all compute: they share memory, caches and power
 * @param testImageAlone to evaluate an image while one core computes
 * @param testImage likewise, of each core while all compute
 * @param round what Spark and the driver take for a round besides computing, apart from its shards
 * @param roundOfShard and for each shard in it: to start a task, take its result and average it
 * @param evaluation what Spark and the driver take for an evaluation besides computing
 */
public record Machine(
        int cores,
        double imageAlone,
        double image,
        double testImageAlone,
        double testImage,
        double round,
        double roundOfShard,
        double evaluation) {

    /** To learn from an image while so many cores of an executor compute. */
    double image(int busy) {
        return between(imageAlone, image, busy);
    }

    /** To evaluate an image while so many cores of an executor compute. */
    double testImage(int busy) {
        return between(testImageAlone, testImage, busy);
    }

    /** In proportion between one core and all that were measured; beyond those as with them. */
    private double between(double alone, double together, int busy) {
        return cores == 1 ? alone : alone + (together - alone) * (Math.min(busy, cores) - 1) / (cores - 1);
    }
}
