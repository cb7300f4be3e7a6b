package io.convoy.spark.yarn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A ResourceManager with two NodeManagers and an HDFS, all in this process; containers are processes of their own. One
 * is shared by all tests that run together.
 */
final class YarnCluster implements CloseableResource {

    static final Path ROOT =
            Path.of(System.getProperty("convoy.jar")).resolve("../../..").normalize();

    /** How many images of Fashion-MNIST the part in {@code /data/part} has. */
    static final int PART_TRAIN = 6_000;

    static final int PART_TEST = 1_000;

    /** How many the one in {@code /data/few} has. */
    static final int FEW_TRAIN = 600;

    static final int FEW_TEST = 200;

    /** Where the applications leave Spark's event logs. */
    static final String EVENTS = "hdfs:///events";

    private final MiniDFSCluster hdfs;
    private final MiniYARNCluster yarn;
    private final YarnClient client;
    private final Path configuration;
    /** What trainings in one process came to, by their options. */
    private final Map<List<String>, String> localDigests = new HashMap<>();

    private YarnCluster(Path folder) throws Exception {
        var dfs = new HdfsConfiguration();
        dfs.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        dfs.setInt("dfs.replication", 1);
        hdfs = new MiniDFSCluster.Builder(dfs).numDataNodes(1).build();
        yarn = new MiniYARNCluster("convoy", 2, 1, 1);
        yarn.init(yarnConfiguration(hdfs.getURI().toString()));
        yarn.start();
        client = YarnClient.createYarnClient();
        client.init(yarn.getConfig());
        client.start();
        configuration = Files.createDirectories(folder.resolve("conf"));
        write("core-site.xml", Map.of("fs.defaultFS", hdfs.getURI().toString()));
        try (OutputStream out = Files.newOutputStream(configuration.resolve("yarn-site.xml"))) {
            yarn.getConfig().writeXml(out);
        }
        hdfs.getFileSystem().mkdirs(new org.apache.hadoop.fs.Path("/events"));
        FashionMnist.copy(hdfs.getFileSystem(), "/data/fashion-mnist");
        FashionMnist.copyPart(hdfs.getFileSystem(), "/data/part", PART_TRAIN, PART_TEST);
        FashionMnist.copyPart(hdfs.getFileSystem(), "/data/few", FEW_TRAIN, FEW_TEST);
    }

    private static Configuration yarnConfiguration(String defaultFileSystem) {
        var yarn = new YarnConfiguration();
        yarn.set("fs.defaultFS", defaultFileSystem);
        yarn.set("yarn.scheduler.capacity.root.queues", "default");
        yarn.set("yarn.scheduler.capacity.root.default.capacity", "100");
        yarn.set("yarn.scheduler.capacity.maximum-am-resource-percent", "0.9");
        yarn.setInt("yarn.scheduler.minimum-allocation-mb", 256);
        yarn.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", 4096);
        yarn.setInt("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", 200);
        yarn.setFloat("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 99.9f);
        yarn.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
        yarn.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        // The logs of containers stay where a failed test can be looked into.
        yarn.setInt("yarn.nodemanager.delete.debug-delay-sec", 3600);
        return yarn;
    }

    private void write(String file, Map<String, String> values) throws IOException {
        var xml = new Configuration(false);
        values.forEach(xml::set);
        try (OutputStream out = Files.newOutputStream(configuration.resolve(file))) {
            xml.writeXml(out);
        }
    }

    /** The digest of the weights that {@code retrain} with these options comes to in one process, which runs once. */
    String localDigest(String... options) throws Exception {
        var known = localDigests.get(List.of(options));
        if (known == null) {
            var local = new Nights(this, "local-" + localDigests.size());
            var ended =
                    local.retrain(Job.onTwoLocalCores(this), "day-1", options).run();
            if (ended.exitCode() != 0) {
                throw new AssertionError(ended.output());
            }
            known = local.digest("versions/1");
            localDigests.put(List.of(options), known);
        }
        return known;
    }

    FileSystem hdfs() throws IOException {
        return hdfs.getFileSystem();
    }

    YarnClient client() {
        return client;
    }

    /** For {@code HADOOP_CONF_DIR}. */
    Path configuration() {
        return configuration;
    }

    /** The names of what lay in the working directories of an application's containers. */
    List<String> containerFiles(String applicationId) throws IOException {
        try (Stream<Path> files = Files.walk(yarn.getTestWorkDir().toPath())) {
            return files.filter(
                            file -> file.getParent().getFileName().toString().startsWith("container_")
                                    && file.toString().contains("/appcache/" + applicationId + "/"))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** What the containers of an application wrote to the file {@code name}, such as {@code stderr}. */
    List<String> containerLogs(String applicationId, String name) throws IOException {
        try (Stream<Path> files = Files.walk(yarn.getTestWorkDir().toPath())) {
            var logs = files.filter(file -> file.getFileName().toString().equals(name)
                            && file.toString().contains("/" + applicationId + "/"))
                    .sorted()
                    .toList();
            var texts = new ArrayList<String>();
            for (var log : logs) {
                texts.add(Files.readString(log, StandardCharsets.UTF_8));
            }
            return texts;
        }
    }

    @Override
    public void close() throws IOException {
        client.stop();
        yarn.stop();
        hdfs.shutdown();
    }

    /** Hands the one cluster to the constructors of test classes. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == YarnCluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.create(YarnCluster.class))
                    .getOrComputeIfAbsent(YarnCluster.class, key -> start(), YarnCluster.class);
        }

        private static YarnCluster start() {
            try {
                var target = ROOT.resolve("spark-job/target");
                return new YarnCluster(Files.createTempDirectory(target, "yarn"));
            } catch (Exception e) {
                throw new IllegalStateException("the cluster did not start", e);
            }
        }
    }
}
