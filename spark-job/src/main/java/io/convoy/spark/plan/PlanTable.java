package io.convoy.spark.plan;

import io.convoy.spark.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a plan foretells for this machine and for ever larger clusters. */
public final class PlanTable {

    /** @param speedUp over one core of this machine */
    private record Row(boolean here, Cluster cluster, Forecast forecast, double speedUp) {

        double efficiency() {
            return speedUp / cluster.cores();
        }
    }

    private final TimeModel model;
    private final List<Row> rows = new ArrayList<>();

    public PlanTable(TimeModel model, Cluster largest, Optional<Integer> shards) {
        this.model = model;
        int measured = model.machine().cores();
        add(true, Cluster.local(1), shards);
        if (measured > 1) {
            add(true, Cluster.local(measured), shards);
        }
        for (int executors : steps(largest.executors())) {
            add(
                    false,
                    new Cluster(executors, largest.executorCores(), largest.bytesPerSecond(), largest.latency()),
                    shards);
        }
    }

    /** 1, 2, 5, 10, 20, 50 and so on below the most, and the most. */
    private static List<Integer> steps(int most) {
        var steps = new ArrayList<Integer>();
        for (int ten = 1; ten < most; ten *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                if (digit * ten < most) {
                    steps.add(digit * ten);
                }
            }
        }
        steps.add(most);
        return steps;
    }

    private void add(boolean here, Cluster cluster, Optional<Integer> shards) {
        var forecast = model.forecast(cluster, shards.orElseGet(cluster::cores));
        double oneCore =
                rows.isEmpty() ? forecast.seconds() : rows.get(0).forecast.seconds();
        rows.add(new Row(here, cluster, forecast, oneCore / forecast.seconds()));
    }

    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.addAll(measured());
        lines.add("");
        var workload = model.workload();
        lines.add(String.format(
                Locale.ROOT,
                "An epoch of %,d images in batches of %,d, averaged %s, and %,d test images, in seconds:",
                workload.images(),
                workload.batchSize(),
                workload.averageEvery() == Integer.MAX_VALUE
                        ? "once"
                        : String.format(Locale.ROOT, "every %,d batches", workload.averageEvery()),
                workload.testImages()));
        var table = new Table(
                "where",
                "shards",
                "compute",
                "network",
                "Spark",
                "evaluation",
                "epoch",
                "images/s",
                "speed-up",
                "efficiency");
        for (var row : rows) {
            var forecast = row.forecast;
            table.row(
                    where(row),
                    forecast.shards(),
                    seconds(forecast.compute()),
                    seconds(forecast.communication()),
                    seconds(forecast.spark()),
                    seconds(forecast.evaluation()),
                    seconds(forecast.seconds()),
                    workload.images() / forecast.seconds(),
                    String.format(Locale.ROOT, "%.1f", row.speedUp),
                    Math.round(100 * row.efficiency()) + " %");
        }
        lines.addAll(table.lines(1));
        lines.addAll(advice());
        return lines;
    }

    private List<String> measured() {
        var machine = model.machine();
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "Here a core learns from %,.0f images/s%s; a round costs %.1f ms and %.2f ms for each shard besides",
                1 / machine.imageAlone(),
                machine.cores() == 1
                        ? ""
                        : String.format(
                                Locale.ROOT, " alone, %,.0f while %d compute", 1 / machine.image(), machine.cores()),
                1e3 * machine.round(),
                1e3 * machine.roundOfShard()));
        int asked = rows.get(rows.size() - 1).cluster.executorCores();
        if (asked > machine.cores()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "This machine has %d of the %d cores of an executor: each of those is taken to be as fast as each"
                            + " of these",
                    machine.cores(),
                    asked));
        }
        return lines;
    }

    private List<String> advice() {
        var fastest = fastest();
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "Fastest: %s with %,d shards, %.1f times one core of this machine. More shards learn less in an epoch.",
                where(fastest),
                fastest.forecast.shards(),
                fastest.speedUp));
        rows.stream()
                .filter(row -> row.efficiency() < 0.5)
                .findFirst()
                .ifPresent(row -> lines.add("From " + where(row) + " on, more than half of the cores' time is lost."));
        return lines;
    }

    private Row fastest() {
        return rows.stream()
                .min(Comparator.comparingDouble(row -> row.forecast.seconds()))
                .orElseThrow();
    }

    private static String where(Row row) {
        int cores = row.cluster.executorCores();
        if (row.here) {
            return cores == 1 ? "1 core here" : cores + " cores here";
        }
        int executors = row.cluster.executors();
        return String.format(Locale.ROOT, "%,d × %d cores", executors, cores);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%,.3f", seconds);
    }

    /** Times in seconds. */
    public Map<String, Object> document() {
        var workload = model.workload();
        var document = new LinkedHashMap<String, Object>();
        document.put("network", workload.network().name());
        document.put("images", workload.images());
        document.put("testImages", workload.testImages());
        document.put("batchSize", workload.batchSize());
        document.put("measured", model.machine());
        document.put("forecasts", rows.stream().map(this::document).toList());
        document.put("fastest", rows.indexOf(fastest()));
        return document;
    }

    private Map<String, Object> document(Row row) {
        var document = new LinkedHashMap<String, Object>();
        document.put("here", row.here);
        document.put("executors", row.cluster.executors());
        document.put("cores", row.cluster.cores());
        document.put("shards", row.forecast.shards());
        document.put("compute", row.forecast.compute());
        document.put("communication", row.forecast.communication());
        document.put("spark", row.forecast.spark());
        document.put("evaluation", row.forecast.evaluation());
        document.put("epoch", row.forecast.seconds());
        document.put("imagesPerSecond", model.workload().images() / row.forecast.seconds());
        document.put("speedUp", row.speedUp);
        document.put("efficiency", row.efficiency());
        return document;
    }
}
