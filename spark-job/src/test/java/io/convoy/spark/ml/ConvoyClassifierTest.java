package io.convoy.spark.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.IdxData;
import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.fit.Fit;
import io.convoy.spark.fit.TrainingEvents;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.score.Score;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.DivergenceException;
import io.convoy.trainer.training.Evaluation;
import io.convoy.trainer.training.TrainingSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.BroadcastBlockId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** As somebody uses it who has a pipeline and a SparkSession of his own, without any setting of ours. */
@Timeout(180)
class ConvoyClassifierTest {

    private static final int SIDE = 28;
    private static final SyntheticImages TRAIN = SyntheticImages.of(400, SIDE, 1);
    private static final SyntheticImages TEST = SyntheticImages.of(100, SIDE, 2);

    @TempDir
    private static Path folder;

    private static SparkSession session;

    private Set<String> broadcastBefore = Set.of();

    @BeforeAll
    static void start() {
        TRAIN.write(folder, Part.TRAIN);
        TEST.write(folder, Part.TEST);
        session = SparkSession.builder()
                .master("local[2]")
                .appName("somebody else's pipeline")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @BeforeEach
    void settle() {
        session.sparkContext().setJobGroup("theirs", "what they do", true);
        broadcastBefore = broadcastBlocks();
    }

    /** Of a tuning that fails Spark lets the fits that have begun run on to their end. */
    @AfterEach
    void shouldLeaveNothingBehind() {
        var spark = new JavaSparkContext(session.sparkContext());
        assertSettles(Map.of(), spark::getPersistentRDDs);
        assertSettles(List.of(), ConvoyClassifierTest::ourThreads);
        assertSettles(0, () -> spark.statusTracker().getActiveJobIds().length);
        assertEquals("theirs", spark.getLocalProperty("spark.jobGroup.id"));
        assertEquals("what they do", spark.getLocalProperty("spark.job.description"));
        // Spark's own broadcasts, of the tasks' code, go when the garbage collector has found them.
        assertSettles(Set.of(), () -> {
            System.gc();
            var blocks = broadcastBlocks();
            blocks.removeAll(broadcastBefore);
            return blocks;
        });
    }

    private static <T> void assertSettles(T expected, Supplier<T> actual) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        var now = actual.get();
        while (!now.equals(expected) && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
            now = actual.get();
        }
        assertEquals(expected, now);
    }

    private static Set<String> broadcastBlocks() {
        var names = new TreeSet<String>();
        for (var manager : SparkEnv.get().blockManager().master().getStorageStatus()) {
            CollectionConverters.asJava(manager.blocks()).keySet().stream()
                    .filter(BroadcastBlockId.class::isInstance)
                    .forEach(id -> names.add(id.name()));
        }
        return names;
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Thread.currentThread() != thread.getKey())
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.convoy.")))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    private static ConvoyClassifier classifier() {
        return new ConvoyClassifier()
                .setEpochs(3)
                .setBatchSize(16)
                .setShards(2)
                .setWarmUpEpochs(0)
                .setImageShape("1x28x28");
    }

    private interface Image {
        Object of(byte[] pixels) throws IOException;
    }

    private static Dataset<Row> table(SyntheticImages images, String column, DataType type, Image image)
            throws IOException {
        int size = SIDE * SIDE;
        var rows = new ArrayList<Row>();
        for (int i = 0; i < images.count(); i++) {
            rows.add(RowFactory.create(
                    i,
                    (double) images.labels()[i],
                    image.of(Arrays.copyOfRange(images.pixels(), i * size, (i + 1) * size))));
        }
        var schema = new StructType()
                .add("id", DataTypes.IntegerType)
                .add("label", DataTypes.DoubleType)
                .add(column, type);
        return session.createDataFrame(rows, schema);
    }

    private static Dataset<Row> pixels(SyntheticImages images) throws IOException {
        return table(images, "image", DataTypes.BinaryType, pixels -> pixels);
    }

    private static byte[] png(byte[] pixels) throws IOException {
        var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static String digest(ConvoyModel model) {
        return WeightsDigest.of(model.model().parameters());
    }

    @Test
    void shouldLearnTheSameWeightsFromATableAsFromFiles() throws Exception {
        var spark = new JavaSparkContext(session.sparkContext());
        var hadoop = new Configuration();
        var data = IdxData.open(LabelledFiles.in(folder.toString(), Part.TRAIN, hadoop), 10, hadoop);
        var settings = new TrainingSettings(16, new LearningRateSchedule.Cosine(0.08, 0, 3), new Sgd(0.9, 0.001), 1);
        var network = Networks.create("lenet", new ImageShape(1, SIDE, SIDE), 10);
        var fromFiles =
                Fit.run(spark, TrainingRequest.of(data, network, settings, 3).withShards(2), TrainingEvents.NONE);

        for (int partitions : new int[] {1, 3}) {
            var fromTable = classifier()
                    .fit(pixels(TRAIN)
                            .coalesce(1)
                            .repartitionByRange(partitions, functions.col("id"))
                            .sortWithinPartitions("id"));
            assertEquals(
                    WeightsDigest.of(fromFiles.model().parameters()), digest(fromTable), partitions + " partitions");
        }
    }

    @Test
    void shouldLearnTheSameFromEachKindOfColumn() throws Exception {
        var reference = digest(classifier().fit(pixels(TRAIN)));

        assertEquals(
                reference,
                digest(classifier().fit(table(TRAIN, "image", DataTypes.BinaryType, ConvoyClassifierTest::png))));
        var huggingFace = new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
        assertEquals(
                reference,
                digest(new ConvoyClassifier()
                        .setEpochs(3)
                        .setBatchSize(16)
                        .setWarmUpEpochs(0)
                        .fit(table(TRAIN, "image", huggingFace, pixels -> RowFactory.create(png(pixels), null)))));
        var sparks = new StructType()
                .add("origin", DataTypes.StringType)
                .add("height", DataTypes.IntegerType)
                .add("width", DataTypes.IntegerType)
                .add("nChannels", DataTypes.IntegerType)
                .add("mode", DataTypes.IntegerType)
                .add("data", DataTypes.BinaryType);
        assertEquals(
                reference,
                digest(new ConvoyClassifier()
                        .setEpochs(3)
                        .setBatchSize(16)
                        .setWarmUpEpochs(0)
                        .fit(table(
                                TRAIN, "image", sparks, pixels -> RowFactory.create("", SIDE, SIDE, 1, 0, pixels)))));
        assertEquals(
                reference,
                digest(classifier()
                        .fit(table(
                                TRAIN,
                                "features",
                                SQLDataTypes.VectorType(),
                                pixels -> Vectors.dense(IntStream.range(0, pixels.length)
                                        .mapToDouble(i -> Byte.toUnsignedInt(pixels[i]))
                                        .toArray())))));
        assertEquals(
                reference,
                digest(classifier()
                        .setFeaturesCol("numbers")
                        .fit(table(
                                TRAIN,
                                "numbers",
                                DataTypes.createArrayType(DataTypes.IntegerType),
                                pixels -> IntStream.range(0, pixels.length)
                                        .mapToObj(i -> Byte.toUnsignedInt(pixels[i]))
                                        .toArray()))));
    }

    @Test
    void shouldAddWhatEvaluateCountsToEachRowInItsOrder() throws Exception {
        var model = classifier().fit(pixels(TRAIN));
        var scored = model.transform(pixels(TEST).repartitionByRange(3, functions.col("id")));

        assertEquals(
                List.of("id", "label", "image", "rawPrediction", "probability", "prediction", "predictedLabel"),
                List.of(scored.columns()));
        var rows = scored.collectAsList();
        assertEquals(
                IntStream.range(0, 100).boxed().toList(),
                rows.stream().map(row -> row.getInt(0)).toList());
        int right = 0;
        for (var row : rows) {
            Vector probability = row.getAs("probability");
            Vector logits = row.getAs("rawPrediction");
            assertEquals(1, Arrays.stream(probability.toArray()).sum(), 1e-5);
            assertEquals(probability.argmax(), logits.argmax());
            assertEquals(row.<Double>getAs("prediction"), (double) probability.argmax());
            assertEquals(row.getAs("predictedLabel"), Integer.toString(probability.argmax()));
            right += row.<Double>getAs("prediction").equals(row.<Double>getAs("label")) ? 1 : 0;
        }
        assertEquals(evaluate(model).accuracy(), right / 100.0);
        assertTrue(right > 30, right + " of 100, of which 10 would be guessed");
    }

    private static Evaluation evaluate(ConvoyModel model) throws Exception {
        var hadoop = new Configuration();
        var data =
                IdxData.open(LabelledFiles.in(folder.toString(), Part.TEST, hadoop), SyntheticImages.CLASSES, hadoop);
        return Score.evaluate(new JavaSparkContext(session.sparkContext()), model.model(), data, KernelChoice.AUTO);
    }

    @Test
    void shouldBeCancelledInMidEpochByAnInterruption() throws Exception {
        var failure = new AtomicReference<Throwable>();
        var table = pixels(TRAIN);
        var spark = new JavaSparkContext(session.sparkContext());
        var fitting = new Thread(() -> {
            try {
                classifier().setEpochs(100_000).setLearningRate(1e-6).fit(table);
            } catch (CancellationException e) {
                failure.set(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted", e));
            }
        });
        fitting.start();
        while (fitting.isAlive() && !isLearning(spark)) {
            Thread.onSpinWait();
        }

        fitting.interrupt();
        fitting.join(30_000);

        assertFalse(fitting.isAlive());
        assertEquals(CancellationException.class, failure.get().getClass(), failure.get()::toString);
    }

    /** The shards are read and stay in storage while there is a job beyond those that read them. */
    private static boolean isLearning(JavaSparkContext spark) {
        return !spark.getPersistentRDDs().isEmpty()
                && spark.statusTracker().getActiveJobIds().length > 0
                && Arrays.stream(spark.sc().getRDDStorageInfo()).anyMatch(info -> info.numCachedPartitions() == 2);
    }

    @Test
    void shouldRememberWords() throws Exception {
        var words = pixels(TRAIN)
                .withColumn(
                        "kind",
                        functions.concat(
                                functions.lit("kind "), functions.col("label").cast("int")));
        var model = classifier().setLabelCol("kind").fit(words);

        assertEquals("kind 3", model.model().classNames().get(3));
        var first = model.transform(words).first();
        assertEquals("kind " + first.<Double>getAs("prediction").intValue(), first.getAs("predictedLabel"));
    }

    @Test
    void shouldMeasureOnRowsThatAreSetAside() throws Exception {
        var both = pixels(TRAIN)
                .withColumn("aside", functions.lit(false))
                .union(pixels(TEST).withColumn("aside", functions.lit(true)));

        var measured = classifier().setValidationIndicatorCol("aside").fit(both);

        assertEquals(digest(classifier().fit(pixels(TRAIN))), digest(measured));
        assertEquals(3, measured.history().size());
        assertEquals(evaluate(measured).accuracy(), measured.history().get(2).testAccuracy());
    }

    @Test
    void shouldBeAStageOfAPipelineThatIsWrittenAndRead() throws Exception {
        var pipeline = new Pipeline().setStages(new PipelineStage[] {classifier()});
        var model = pipeline.fit(pixels(TRAIN));
        var path = folder.resolve("pipeline").toString();

        model.write().save(path);
        pipeline.write().save(path + "-unfitted");

        var read = PipelineModel.load(path);
        assertEquals(
                model.transform(pixels(TEST)).select("probability").collectAsList(),
                read.transform(pixels(TEST)).select("probability").collectAsList());
        assertEquals(digest((ConvoyModel) model.stages()[0]), digest((ConvoyModel)
                Pipeline.load(path + "-unfitted").fit(pixels(TRAIN)).stages()[0]));
    }

    @Test
    void shouldReadWhatACommandWroteAndWriteWhatACommandReads() throws Exception {
        var hadoop = new Configuration();
        var model = classifier().setEpochs(1).fit(pixels(TRAIN)).setPredictionCol("kind");
        var path = folder.resolve("written").toString();

        model.write().save(path);
        assertArrayEquals(
                model.model().parameters(), ModelFolder.read(path, hadoop).parameters());
        assertEquals("kind", ConvoyModel.load(path).getOrDefault(model.predictionCol()));

        var ofACommand = folder.resolve("of-a-command").toString();
        new ModelFolder(ofACommand, hadoop).writeModel(model.model());
        assertEquals(digest(model), digest(ConvoyModel.load(ofACommand)));

        var safetensors = Path.of(path, ModelFolder.MODEL);
        var bytes = Files.readAllBytes(safetensors);
        bytes[bytes.length - 1] ^= 1;
        Files.write(safetensors, bytes);
        assertTrue(assertThrows(Exception.class, () -> ConvoyModel.load(path))
                .getMessage()
                .contains("weightsDigest"));
    }

    @Test
    void shouldReplaceOnlyWhatIsAModel() throws Exception {
        var model = classifier().setEpochs(1).fit(pixels(TRAIN));
        var path = folder.resolve("home");
        Files.createDirectories(path.resolve(".ssh"));

        var refused =
                assertThrows(IOException.class, () -> model.write().overwrite().save(path.toString()));
        assertTrue(refused.getMessage().contains(".ssh"), refused.getMessage());
        assertTrue(Files.isDirectory(path.resolve(".ssh")));

        Files.delete(path.resolve(".ssh"));
        model.write().overwrite().save(path.toString());
        model.write().overwrite().save(path.toString());
        assertEquals(digest(model), digest(ConvoyModel.load(path.toString())));
    }

    @Test
    void shouldBeTunedInParallel() throws Exception {
        var classifier = classifier().setEpochs(2);
        var grid = new ParamGridBuilder()
                .addGrid(classifier.learningRate(), new double[] {0.0001, 0.08})
                .build();
        var tuned = new CrossValidator()
                .setEstimator(classifier)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setNumFolds(2)
                .setParallelism(2)
                .setSeed(1)
                .fit(pixels(TRAIN));

        assertTrue(tuned.avgMetrics()[1] > tuned.avgMetrics()[0], Arrays.toString(tuned.avgMetrics()));
        var split = new TrainValidationSplit()
                .setEstimator(classifier)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setParallelism(2)
                .fit(pixels(TRAIN));
        assertTrue(split.validationMetrics()[1] > split.validationMetrics()[0]);
    }

    @Test
    void shouldTellOfAFoldThatDiverges() throws Exception {
        var classifier = classifier().setEpochs(2);
        var grid = new ParamGridBuilder()
                .addGrid(classifier.learningRate(), new double[] {1000, 0.08})
                .build();
        var tuning = new CrossValidator()
                .setEstimator(classifier)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator())
                .setNumFolds(2)
                .setParallelism(2);

        var table = pixels(TRAIN);
        var failure = assertThrows(Exception.class, () -> tuning.fit(table));
        assertTrue(
                Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(DivergenceException.class::isInstance),
                failure::toString);
        session.catalog().clearCache(); // the folds, which Spark itself leaves where one fails
    }

    @Test
    void shouldNameTheColumnAndWhatIsExpected() throws Exception {
        var table = pixels(TRAIN);

        assertRefused(
                classifier().setLabelCol("lable"),
                table,
                "labelCol 'lable' is no column of the table; it has id, label, image");
        assertRefused(
                classifier().setImageCol("id"),
                table,
                "column 'id' is of type INT where BINARY, a struct with 'bytes BINARY'");
        assertRefused(
                classifier().setPredictionCol("label"),
                table,
                "predictionCol 'label' is a column of the table already");
        assertRefused(
                classifier().setLabelCol("image"),
                table,
                "labelCol 'image' is of type BINARY where numbers or words are expected");
        assertThrows(IllegalArgumentException.class, () -> classifier().setEpochs(0));
        assertThrows(IllegalArgumentException.class, () -> classifier().setNetwork("lennet"));
    }

    private static void assertRefused(ConvoyClassifier classifier, Dataset<Row> table, String message) {
        var error = assertThrows(IllegalArgumentException.class, () -> classifier.fit(table));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void shouldNameTheRowThatCannotBeUsed() throws Exception {
        var nothing = pixels(TRAIN)
                .withColumn(
                        "label",
                        functions
                                .when(functions.col("id").equalTo(7), functions.lit(null))
                                .otherwise(functions.col("label")));
        var error = assertThrows(DataException.class, () -> classifier().fit(nothing.coalesce(1)));
        assertTrue(error.getMessage().contains("row 7: has no label in column 'label'"), error.getMessage());

        var short7 = pixels(TRAIN)
                .withColumn(
                        "image",
                        functions
                                .when(functions.col("id").equalTo(7), functions.lit(new byte[3]))
                                .otherwise(functions.col("image")));
        error = assertThrows(DataException.class, () -> classifier().fit(short7.coalesce(1)));
        assertTrue(error.getMessage().contains("row 7"), error.getMessage());

        error = assertThrows(
                DataException.class,
                () -> classifier()
                        .fit(pixels(TRAIN)
                                .withColumn("label", functions.col("label").plus(0.5))));
        assertTrue(error.getMessage().contains("whole numbers from 0"), error.getMessage());
    }
}
