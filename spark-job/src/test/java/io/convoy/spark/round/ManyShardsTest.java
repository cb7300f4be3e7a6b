package io.convoy.spark.round;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyShardsTest {

    private static final int SHARDS = 1000;
    private static final int IMAGES = 60_000;

    @TempDir
    private Path folder;

    /** What the driver alone does, which on a cluster no executor shares: to send weights, take results, average. */
    @Test
    void shouldTakeAThousandResultsInLessThanTwoSecondsOfTheDriver() {
        SyntheticImages.of(IMAGES, 28, 1).write(folder, TRAIN);
        SyntheticImages.of(200, 28, 2).write(folder, TEST);
        var fixture = new TrainingFixture(folder);
        var reports = new ArrayList<EpochReport>();
        try (var spark = LocalSpark.start("local[2]")) {
            var train = fixture.training(spark, SHARDS);
            var plan = TrainingFixture.plan(train.pixelSums(), 0.01, KernelChoice.AUTO);
            var once = new TrainingPlan(
                    plan.network(), plan.normalisation(), plan.settings(), plan.averaging(), 1, plan.kernels());
            DistributedTraining.train(
                    spark,
                    once,
                    once.start(),
                    train,
                    Assessment.on(fixture.test(spark)),
                    (report, state) -> reports.add(report));
        }

        var report = reports.get(0);
        assertEquals(new EpochReport.Ledger(1, SHARDS, IMAGES), report.ledger());
        var round = report.phases().rounds();
        assertTrue(round.broadcast() + round.collectAndAverage() < 2, round.toString());
    }
}
