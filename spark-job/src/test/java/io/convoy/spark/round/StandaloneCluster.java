package io.convoy.spark.round;

import io.convoy.spark.data.LocalSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * Spark's own master and a worker on each of two loopback addresses, all processes: to Spark these are two hosts, and
 * it starts speculative copies on another host only.
 */
final class StandaloneCluster implements AutoCloseable {

    private static final int CORES_PER_WORKER = 2;

    /** What a short life of a JVM is best spent with. */
    private static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2");

    private final Path folder;
    private final String master;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path folder, int port) {
        this.folder = folder;
        this.master = "spark://" + HOSTS.get(0) + ":" + port;
    }

    static StandaloneCluster start(Path folder) throws IOException {
        int port = freePort();
        var cluster = new StandaloneCluster(folder, port);
        cluster.launch("master.Master", "--host", HOSTS.get(0), "--port", Integer.toString(port), "--webui-port", "0");
        for (var host : HOSTS) {
            cluster.launch(
                    "worker.Worker",
                    cluster.master,
                    "--host",
                    host,
                    "--cores",
                    Integer.toString(CORES_PER_WORKER),
                    "--memory",
                    "4g",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    folder.resolve("work-" + host).toString());
        }
        return cluster;
    }

    /** For an application that takes the whole cluster, once all of it is there, and computes with scalar kernels. */
    SparkConf conf() {
        return LocalSpark.conf(master)
                .set("spark.executor.extraJavaOptions", String.join(" ", SHORT_LIVED))
                .set("spark.cores.max", Integer.toString(CORES_PER_WORKER * HOSTS.size()))
                .set("spark.scheduler.minRegisteredResourcesRatio", "1")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
                .set("spark.locality.wait", "0");
    }

    private void launch(String daemon, String... arguments) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var opens = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"));
        var main = Stream.of("-cp", System.getenv("SPARK_HOME") + "/jars/*", "org.apache.spark.deploy." + daemon);
        var command = Stream.of(Stream.of(java, "-Xmx256m"), SHORT_LIVED.stream(), opens, main, Stream.of(arguments))
                .flatMap(part -> part);
        var log = folder.resolve(daemon + "-" + processes.size() + ".log").toFile();
        processes.add(new ProcessBuilder(command.toList())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(HOSTS.get(0)))) {
            return socket.getLocalPort();
        }
    }

    /** SIGTERM, so that the workers end their executors. */
    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (var process : processes) {
            process.onExit().join();
        }
    }
}
