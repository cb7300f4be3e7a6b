package io.convoy.spark;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What {@code scripts/bench --cold} compares a training with: Spark starts, runs one job that does nothing, stops. */
public final class EmptyJob {

    private EmptyJob() {}

    public static void main(String[] arguments) {
        try (var spark = new JavaSparkContext(new SparkConf().setAppName("empty job"))) {
            spark.parallelize(List.of(1), 1).count();
        }
    }
}
