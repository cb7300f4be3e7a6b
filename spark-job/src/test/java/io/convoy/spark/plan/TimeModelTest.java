package io.convoy.spark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import org.junit.jupiter.api.Test;

class TimeModelTest {

    private static final double EXACT = 1e-12;
    /** Two cores learn 25 ‰ slower than one does alone. */
    private static final Machine MACHINE = new Machine(2, 40e-6, 41e-6, 10e-6, 11e-6, 0.008, 0.0005, 0.006);

    @Test
    void shouldAddUpWhatAnEpochHereTakes() {
        var forecast = model(60_000, Integer.MAX_VALUE).forecast(Cluster.local(2), 2);

        assertEquals(30_000 * 41e-6, forecast.compute(), EXACT);
        assertEquals(0, forecast.communication());
        assertEquals(0.008 + 2 * 0.0005, forecast.spark(), EXACT);
        assertEquals(0.006 + 2 * 2500 * 11e-6, forecast.evaluation(), EXACT);
        assertEquals(forecast.compute() + forecast.spark() + forecast.evaluation(), forecast.seconds(), EXACT);
    }

    @Test
    void shouldTakeTurnsOnOneCore() {
        var forecast = model(60_000, Integer.MAX_VALUE).forecast(Cluster.local(1), 2);

        assertEquals(2 * 30_000 * 40e-6, forecast.compute(), EXACT);
        assertEquals(0.006 + 4 * 2500 * 10e-6, forecast.evaluation(), EXACT);
    }

    @Test
    void shouldSendWeightsOnceAndBringBackThoseOfEachShard() {
        var cluster = new Cluster(3, 2, 1e6, 0.001);
        var forecast = model(60_000, Integer.MAX_VALUE).forecast(cluster, 12);

        double transfer = 2 * 4 * 61_706 / 1e6;
        assertEquals(2 * (0.001 + transfer) + 2 * 2 * 0.001 + 12 * transfer, forecast.communication(), EXACT);
        assertEquals(2 * 5000 * 41e-6, forecast.compute(), EXACT);
    }

    @Test
    void shouldPayForEachRound() {
        var once = model(60_000, Integer.MAX_VALUE).forecast(new Cluster(2, 2, 1e9, 0.001), 4);
        var often = model(60_000, 10).forecast(new Cluster(2, 2, 1e9, 0.001), 4);

        // 15,000 images of a shard are 235 batches.
        assertEquals(24 * once.spark(), often.spark(), EXACT);
        assertEquals(24 * once.communication(), often.communication(), EXACT);
        assertEquals(once.compute(), often.compute(), EXACT);
    }

    @Test
    void shouldComputeAsAloneWithOneShardOnAnExecutor() {
        assertEquals(
                7500 * 40e-6,
                model(60_000, Integer.MAX_VALUE)
                        .forecast(new Cluster(8, 2, 1e9, 0), 8)
                        .compute(),
                EXACT);
    }

    @Test
    void shouldComputeNoFasterWithCoresThatHaveNothingToDo() {
        var model = model(100, Integer.MAX_VALUE);

        assertEquals(
                model.forecast(new Cluster(100, 1, 1e9, 0), 100).compute(),
                model.forecast(new Cluster(1000, 1, 1e9, 0), 100).compute(),
                EXACT);
        assertTrue(model.forecast(new Cluster(1000, 1, 1e9, 0), 1000).spark()
                > model.forecast(new Cluster(1000, 1, 1e9, 0), 100).spark());
    }

    @Test
    void shouldRefuseClusterThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> new Cluster(0, 1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Cluster(1, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Cluster(1, 1, 1, Double.NaN));
    }

    private static TimeModel model(int images, int averageEvery) {
        var network = Networks.create("lenet", new ImageShape(1, 28, 28), 10);
        return new TimeModel(new Workload(network, images, 10_000, 64, averageEvery), MACHINE);
    }
}
