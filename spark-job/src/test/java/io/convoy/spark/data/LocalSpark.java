package io.convoy.spark.data;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Real Spark for tests: small, without its web pages, and strict about what Kryo may serialise. */
public final class LocalSpark {

    private LocalSpark() {}

    /** @param master such as {@code local[2]}, or {@code local-cluster[2,1,1024]} for executor processes */
    public static JavaSparkContext start(String master) {
        return new JavaSparkContext(conf(master));
    }

    public static SparkConf conf(String master) {
        return new SparkConf(false)
                .setMaster(master)
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector -XX:+UseSerialGC")
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.kryo.registrationRequired", "true");
    }
}
