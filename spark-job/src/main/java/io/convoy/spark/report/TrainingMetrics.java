package io.convoy.spark.report;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.convoy.spark.round.EpochReport;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * A plugin of Spark's driver: the figures of the last epoch as gauges among Spark's own metrics, for every sink that
 * Spark has. A figure is NaN until there is one and in an epoch that was not measured. They begin with
 * {@code plugin.io.convoy.spark.report.TrainingMetrics}.
 */
public final class TrainingMetrics implements SparkPlugin {

    /** What the gauges of a SparkContext show, from when Spark makes its plugin until it stops. */
    private static final Map<SparkContext, AtomicReference<@Nullable EpochReport>> SHOWN =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** What the gauges of this SparkContext show from now on, if it has the plugin. */
    public static void show(JavaSparkContext spark, EpochReport report) {
        var shown = SHOWN.get(spark.sc());
        if (shown != null) {
            shown.set(report);
        }
    }

    @Override
    public DriverPlugin driverPlugin() {
        var last = new AtomicReference<@Nullable EpochReport>();
        return new DriverPlugin() {

            @Override
            public Map<String, String> init(SparkContext spark, PluginContext context) {
                SHOWN.put(spark, last);
                return Map.of();
            }

            @Override
            public void registerMetrics(String application, PluginContext context) {
                register(context.metricRegistry(), last);
            }

            @Override
            public void shutdown() {
                SHOWN.values().remove(last);
            }
        };
    }

    @Override
    public @Nullable ExecutorPlugin executorPlugin() {
        return null;
    }

    private static void register(MetricRegistry metrics, AtomicReference<@Nullable EpochReport> last) {
        register(metrics, last, "epoch", EpochReport::epoch);
        register(metrics, last, "epochs", EpochReport::epochs);
        register(metrics, last, "loss", EpochReport::trainLoss);
        register(metrics, last, "accuracy", EpochReport::trainAccuracy);
        register(metrics, last, "testLoss", EpochReport::testLoss);
        register(metrics, last, "testAccuracy", EpochReport::testAccuracy);
        register(metrics, last, "validationAccuracy", EpochReport::validationAccuracy);
        register(metrics, last, "imagesPerSecond", EpochReport::imagesPerSecond);
        register(metrics, last, "epochSeconds", EpochReport::seconds);
    }

    private static void register(
            MetricRegistry metrics,
            AtomicReference<@Nullable EpochReport> last,
            String name,
            Function<EpochReport, @Nullable Number> figure) {
        metrics.register(name, (Gauge<Double>) () -> {
            var report = last.get();
            var value = report == null ? null : figure.apply(report);
            return value == null ? Double.NaN : value.doubleValue();
        });
    }
}
