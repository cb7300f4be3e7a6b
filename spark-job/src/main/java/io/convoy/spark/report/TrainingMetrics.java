package io.convoy.spark.report;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.convoy.spark.round.EpochReport;
import java.util.function.Function;
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

    /** Of this JVM's one SparkContext, whose plugin Spark makes by itself. */
    private static volatile @Nullable EpochReport last;

    /** What the gauges show from now on. */
    public static void show(EpochReport report) {
        last = report;
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {

            @Override
            public void registerMetrics(String application, PluginContext context) {
                last = null;
                register(context.metricRegistry());
            }
        };
    }

    @Override
    public @Nullable ExecutorPlugin executorPlugin() {
        return null;
    }

    private static void register(MetricRegistry metrics) {
        register(metrics, "epoch", EpochReport::epoch);
        register(metrics, "epochs", EpochReport::epochs);
        register(metrics, "loss", EpochReport::trainLoss);
        register(metrics, "accuracy", EpochReport::trainAccuracy);
        register(metrics, "testLoss", EpochReport::testLoss);
        register(metrics, "testAccuracy", EpochReport::testAccuracy);
        register(metrics, "validationAccuracy", EpochReport::validationAccuracy);
        register(metrics, "imagesPerSecond", EpochReport::imagesPerSecond);
        register(metrics, "epochSeconds", EpochReport::seconds);
    }

    private static void register(MetricRegistry metrics, String name, Function<EpochReport, @Nullable Number> figure) {
        metrics.register(name, (Gauge<Double>) () -> {
            var report = last;
            var value = report == null ? null : figure.apply(report);
            return value == null ? Double.NaN : value.doubleValue();
        });
    }
}
