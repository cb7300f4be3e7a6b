package io.convoy.spark.round;

/** Is told about every epoch on the driver, between two rounds. */
@FunctionalInterface
public interface EpochListener {

    /** @param weights the averaged weights; not to be changed */
    void completed(EpochReport report, float[] weights);
}
