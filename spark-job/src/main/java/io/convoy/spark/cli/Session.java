package io.convoy.spark.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** What a command finds around it. {@code spark} is only a configuration: no SparkContext exists yet. */
record Session(Console console, SparkConf spark, Configuration hadoop, Settings settings) {

    /** Hadoop's configuration with {@code spark.hadoop.*} in it, as Spark itself makes it. */
    static Configuration hadoop(SparkConf spark) {
        var hadoop = new Configuration();
        for (var entry : spark.getAllWithPrefix("spark.hadoop.")) {
            hadoop.set(entry._1(), entry._2());
        }
        return hadoop;
    }
}
