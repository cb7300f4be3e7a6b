package io.convoy.spark.cli;

import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** What a command finds around it. {@code spark} is only a configuration: no SparkContext exists yet. */
record Session(Console console, SparkConf spark, Configuration hadoop, Settings settings) {

    static final String CONNECT_RETRIES = "ipc.client.connect.max.retries.on.timeouts";

    /**
     * Hadoop's configuration with {@code spark.hadoop.*} in it, as Spark itself makes it. Where nobody chose otherwise,
     * a machine that does not answer is given up after three attempts of 20 s: Hadoop's own default makes 46 of them, a
     * quarter of an hour.
     */
    static Configuration hadoop(SparkConf spark) {
        var hadoop = new Configuration();
        if (Arrays.equals(hadoop.getPropertySources(CONNECT_RETRIES), new String[] {"core-default.xml"})) {
            hadoop.setInt(CONNECT_RETRIES, 2);
        }
        for (var entry : spark.getAllWithPrefix("spark.hadoop.")) {
            hadoop.set(entry._1(), entry._2());
        }
        return hadoop;
    }
}
