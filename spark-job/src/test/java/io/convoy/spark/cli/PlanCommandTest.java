package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.plan.Cluster;
import io.convoy.spark.plan.Machine;
import io.convoy.spark.plan.PlanTable;
import io.convoy.spark.plan.TimeModel;
import io.convoy.spark.plan.Workload;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IMAGES = 8000;

    @TempDir
    private Path temp;

    /**
     * The bound is wider than the one fifth that holds on a quiet machine. Where other work comes and goes, so that the
     * predictions before and after a training or its epochs among themselves disagree, only the shortest of each are
     * compared, as other work never makes anything shorter, and by a bound that is wider still.
     */
    @Test
    void shouldForetellWhatEpochsTakeHere() throws IOException {
        SyntheticImages.of(IMAGES, 28, 1).write(temp, Part.TRAIN);
        SyntheticImages.of(5000, 28, 2).write(temp, Part.TEST);
        long begin = System.nanoTime();
        var wrong = new ArrayList<String>();
        double[] before = plan();
        double[] predicted = before;
        double[] measured = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        do {
            var one = epochs(1);
            var two = epochs(2);
            double[] after = plan();
            boolean steady = agree(before[0], after[0], 1.25)
                    && agree(before[1], after[1], 1.25)
                    && agree(one[0], one[one.length - 1], 1.4)
                    && agree(two[0], two[two.length - 1], 1.4);
            if (agree(one[1], after[0], 1.35) && agree(two[1], after[1], 1.35)) {
                return;
            }
            if (steady) {
                wrong.add("local[1] took %.3f s instead of %.3f, local[2] %.3f s instead of %.3f"
                        .formatted(one[1], after[0], two[1], after[1]));
            }
            before = after;
            predicted = shorter(predicted, after);
            measured = shorter(measured, new double[] {one[0], two[0]});
        } while (wrong.size() < 2 && System.nanoTime() - begin < 60e9);
        assertTrue(wrong.isEmpty(), wrong.toString());
        assertTrue(
                agree(measured[0], predicted[0], 2.5) && agree(measured[1], predicted[1], 2.5),
                Arrays.toString(measured) + " seconds instead of " + Arrays.toString(predicted));
    }

    private static double[] shorter(double[] a, double[] b) {
        return new double[] {Math.min(a[0], b[0]), Math.min(a[1], b[1])};
    }

    private static boolean agree(double a, double b, double factor) {
        return a <= factor * b && b <= factor * a;
    }

    /** @return the predicted seconds of an epoch on one core and on two */
    private static double[] plan() throws IOException {
        var plan = Run.with(
                LocalSpark.conf("local[2]"),
                ("plan --images " + IMAGES + " --test-images 5000 --shards 2 --executors 1 --cores 2 --json")
                        .split(" "));
        assertEquals(0, plan.exitCode(), plan.err());
        var forecasts = JSON.readTree(plan.out()).get("forecasts");
        return new double[] {
            forecasts.at("/0/epoch").asDouble(), forecasts.at("/1/epoch").asDouble()
        };
    }

    /** @return the measured seconds of three epochs, the shortest first */
    private double[] epochs(int cores) throws IOException {
        var output = temp.resolve("model");
        var run = Run.with(
                LocalSpark.conf("local[" + cores + "]"),
                "train",
                "--data",
                temp.toString(),
                "--output",
                output.toString(),
                "--overwrite",
                "--shards",
                "2",
                "--epochs",
                "4");
        assertEquals(0, run.exitCode(), run.err());
        return Files.readAllLines(output.resolve("metrics.jsonl")).stream()
                .skip(1)
                .mapToDouble(line -> json(line).get("seconds").asDouble())
                .sorted()
                .toArray();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void shouldShowThisMachineAndEverLargerClusters() {
        var network = Networks.create("lenet", new ImageShape(1, 28, 28), 10);
        var machine = new Machine(2, 40e-6, 44e-6, 10e-6, 11e-6, 0.008, 0.0005, 0.006);
        var model = new TimeModel(new Workload(network, 60_000, 10_000, 64, Integer.MAX_VALUE), machine);

        var lines = new PlanTable(model, new Cluster(1000, 8, 1.25e9, 0.0005), Optional.empty()).lines();

        assertEquals(
                List.of(
                        "Here a core learns from 25,000 images/s alone, 22,727 while 2 compute; a round costs 8.0 ms"
                                + " and 0.50 ms for each shard besides",
                        "This machine has 2 of the 8 cores of an executor: each of those is taken to be as fast as"
                                + " each of these",
                        "",
                        "An epoch of 60,000 images in batches of 64, averaged once, and 10,000 test images, in"
                                + " seconds:",
                        "where            shards  compute  network  Spark  evaluation  epoch  images/s  speed-up"
                                + "  efficiency",
                        "1 core here           1    2.400    0.000  0.009       0.106  2.515    23,861       1.0"
                                + "       100 %",
                        "2 cores here          2    1.320    0.000  0.009       0.061  1.390    43,165       1.8"
                                + "        90 %",
                        "1 × 8 cores           8    0.330    0.005  0.012       0.035  0.382   157,251       6.6"
                                + "        82 %"),
                lines.subList(0, 8));
        assertEquals(19, lines.size());
        assertTrue(lines.get(16).startsWith("1,000 × 8 cores   8,000 "), lines.get(16));
        assertTrue(lines.get(17).matches("Fastest: \\d+ × 8 cores with \\d+ shards, .*"), lines.get(17));
        assertTrue(lines.get(18).matches("From \\d+ × 8 cores on, more than half .*"), lines.get(18));
    }

    @Test
    void shouldRefuseWhatCannotBePlanned() {
        var run = Run.of(
                "plan", "--images", "0", "--bandwidth", "0", "--latency", "-1", "--cores", "x", "--executor", "3");

        assertEquals(2, run.exitCode());
        assertEquals(
                List.of(
                        "--executor: plan has no such option; did you mean --executors?",
                        "--images 0: expected a whole number from 1 to 1000000000, for example --images 60000",
                        "--cores x: expected a whole number from 1 to 1024, for example --cores 4",
                        "--bandwidth 0: expected a number above 0 and at most 100000, for example --bandwidth 1",
                        "--latency -1: expected a number of at least 0 and at most 10000, for example --latency 0.2"),
                run.problems().stream()
                        .sorted((a, b) -> a.contains("no such") ? -1 : 0)
                        .toList());
    }

    @Test
    void shouldMeasureNoClusterFromAfar() {
        var run = Run.with(new SparkConf(false).setMaster("yarn"), "plan");

        assertEquals(
                List.of("--master yarn: plan measures the machine that it is started on; leave the master out and"
                        + " describe the cluster by --executors and --cores"),
                run.problems());
        assertEquals(2, run.exitCode());
    }

    @Test
    void shouldRefuseImagesThatTheNetworkCannotTake() {
        var run = Run.of("plan", "--image", "1x40x40");

        assertEquals(2, run.exitCode());
        assertTrue(run.problems().get(0).startsWith("--image 1x40x40: lenet takes "), run.err());
    }
}
