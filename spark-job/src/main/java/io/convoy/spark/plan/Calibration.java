package io.convoy.spark.plan;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataDigest;
import io.convoy.spark.data.Portion;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.round.Assessment;
import io.convoy.spark.round.DistributedTraining;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.round.TrainingPlan;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.RecordChecksum;
import io.convoy.trainer.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures a {@link Machine}: real rounds of the real training on images of noise, until they are warm and then some.
 */
public final class Calibration {

    private static final double WARM_UP_SECONDS = 4;
    private static final double LONGEST_WARM_UP_SECONDS = 12;
    /** Once so many epochs in a row were no faster, the JVM is warm. */
    private static final int SETTLED = 3;

    private static final int WARM_UP_IMAGES = 2048;
    private static final double EPOCH_SECONDS = 0.7;
    private static final int EPOCHS = 5;
    private static final int ROUNDS = 20;
    private static final int EVALUATIONS = 11;
    /** So many shards a core tell what a shard costs. */
    private static final int MANY = 16;

    private final JavaSparkContext spark;
    private final Workload workload;
    private final KernelChoice kernels;
    private final int cores;

    private Calibration(JavaSparkContext spark, Workload workload, KernelChoice kernels, int cores) {
        this.spark = spark;
        this.workload = workload;
        this.kernels = kernels;
        this.cores = cores;
    }

    /** @param spark a {@code local[cores]} */
    public static Machine measure(JavaSparkContext spark, Workload workload, KernelChoice kernels, int cores) {
        return new Calibration(spark, workload, kernels, cores).measure();
    }

    private Machine measure() {
        double warm = warmUp();
        int size = (int) Math.max(workload.batchSize(), Math.min(workload.imagesOfShard(cores), EPOCH_SECONDS / warm));
        int block = Math.min(workload.testImages(), ShardedImages.EVALUATION_BLOCK);
        var together = train(EPOCHS, cores, size, cores, 1);
        var alone = cores == 1 ? together : train(EPOCHS, 1, size, 1, 1);
        var few = rounds(cores);
        var many = rounds(MANY * cores);
        double ofShard = Math.max(0, (overhead(many) - overhead(few)) / ((MANY - 1) * cores));
        return new Machine(
                cores,
                image(alone, size),
                image(together, size),
                testImage(1, block),
                testImage(cores, block),
                Math.max(0, overhead(few) - ofShard * cores),
                ofShard,
                median(few, report -> report.phases().evaluation()));
    }

    /** @return seconds for an image at the end of it */
    private double warmUp() {
        long begin = System.nanoTime();
        double best = Double.POSITIVE_INFINITY;
        int settled = 0;
        for (double seconds = 0;
                seconds < WARM_UP_SECONDS || (settled < SETTLED && seconds < LONGEST_WARM_UP_SECONDS);
                seconds = (System.nanoTime() - begin) / 1e9) {
            double image = image(train(2, cores, WARM_UP_IMAGES, cores, WARM_UP_IMAGES), WARM_UP_IMAGES);
            settled = image < 0.97 * best ? 0 : settled + 1;
            best = Math.min(best, image);
        }
        return best;
    }

    /** Rounds of a batch a shard, the first of them not among the reports. */
    private List<EpochReport> rounds(int shards) {
        var reports = train(ROUNDS, shards, workload.batchSize(), 1, 1);
        return reports.subList(ROUNDS / 4, ROUNDS);
    }

    private List<EpochReport> train(int epochs, int shards, int size, int blocks, int blockSize) {
        var images = noise(shards, size);
        var test = noise(blocks, blockSize);
        var settings = new TrainingSettings(
                workload.batchSize(), new LearningRateSchedule.Constant(1e-3), new Sgd(0.9, 1e-3), 1);
        var plan = new TrainingPlan(
                workload.network(),
                Normalisation.of(images.pixelSums()),
                settings,
                AveragingSettings.EVERY_EPOCH,
                epochs,
                kernels);
        var reports = new ArrayList<EpochReport>();
        DistributedTraining.train(
                spark, plan, plan.start(), images, Assessment.on(test), (report, state) -> reports.add(report));
        images.release();
        test.release();
        return reports;
    }

    private ShardedImages noise(int shards, int size) {
        var shape = workload.network().input();
        int classes = workload.network().classes();
        var ids = IntStream.range(0, shards).boxed().toList();
        var rdd = spark.parallelize(ids, shards)
                .map(id -> Portion.whole(noise(id, size, shape, classes)))
                .persist(StorageLevel.MEMORY_ONLY());
        spark.sc().setJobDescription("calibrate");
        rdd.count();
        return new ShardedImages(
                rdd,
                rdd,
                Collections.nCopies(shards, size),
                PixelSums.of(noise(0, size, shape, classes)),
                RecordChecksum.of(IntStream.range(0, shards * size)),
                DataDigest.NONE);
    }

    private static Shard noise(int id, int size, ImageShape shape, int classes) {
        var random = new Random(id);
        var pixels = new byte[size * shape.size()];
        random.nextBytes(pixels);
        var labels = new byte[size];
        var records = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = (byte) random.nextInt(classes);
            records[i] = id * size + i;
        }
        return new Shard(id, shape, pixels, labels, records);
    }

    private static double image(List<EpochReport> epochs, int size) {
        return median(epochs, report -> report.phases().rounds().compute()) / size;
    }

    /** Seconds for an image while so many cores evaluate a block each. */
    private double testImage(int blocks, int block) {
        return Math.max(0, evaluation(blocks, block) - evaluation(blocks, 1)) / block;
    }

    /** Seconds that no training overlaps: they follow the only epoch of a run. */
    private double evaluation(int blocks, int block) {
        var runs = IntStream.range(0, EVALUATIONS)
                .mapToObj(
                        run -> train(1, 1, workload.batchSize(), blocks, block).get(0))
                .toList();
        return median(runs, report -> report.phases().evaluation());
    }

    private static double overhead(List<EpochReport> rounds) {
        return median(rounds, report -> report.phases().rounds().overhead());
    }

    private static double median(List<EpochReport> reports, ToDoubleFunction<EpochReport> figure) {
        var sorted = reports.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
