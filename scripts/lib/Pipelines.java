import io.convoy.spark.ml.ConvoyClassifier;
import io.convoy.spark.ml.ConvoyModel;
import io.convoy.trainer.model.WeightsDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Somebody's application of Spark ML: tunes, fits, writes, reads and scores on 400 images of two kinds, reads the model
 * that a command wrote, and prints the digest of the weights it learned. For {@code all-sparks}.
 */
public final class Pipelines {

    private static final int SIDE = 28;

    private Pipelines() {}

    /** @param arguments a folder for models, and the folder of a command's model */
    public static void main(String[] arguments) throws Exception {
        var random = new Random(1);
        var rows = IntStream.range(0, 400)
                .mapToObj(i -> {
                    var pixels = new byte[SIDE * SIDE];
                    random.nextBytes(pixels);
                    Arrays.fill(pixels, i % 2 * 392, i % 2 * 392 + 392, (byte) 200);
                    return RowFactory.create(pixels, i % 2 == 0 ? "above" : "below");
                })
                .toList();
        var schema = new StructType().add("image", DataTypes.BinaryType).add("kind", DataTypes.StringType);
        try (var spark = SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate()) {
            var images = spark.createDataFrame(rows, schema).coalesce(1);
            var classifier = new ConvoyClassifier().setImageShape("1x28x28").setLabelCol("kind").setEpochs(2);
            var model = new Pipeline().setStages(new PipelineStage[] {classifier}).fit(images);
            model.write().overwrite().save(arguments[0]);
            var scored = PipelineModel.load(arguments[0]).transform(images);
            long right = scored.filter(functions.col("predictedLabel").equalTo(functions.col("kind"))).count();
            var numbered = images.withColumn("label", functions.col("kind").equalTo("below").cast("double"));
            var tuned = new CrossValidator()
                    .setEstimator(new ConvoyClassifier().setImageShape("1x28x28").setEpochs(1))
                    .setEstimatorParamMaps(new ParamGridBuilder().build())
                    .setEvaluator(new MulticlassClassificationEvaluator())
                    .setNumFolds(2)
                    .setParallelism(2)
                    .fit(numbered);
            ConvoyModel.load(arguments[1]).transform(images).select("probability").collectAsList();
            if (right < 390 || !(tuned.avgMetrics()[0] > 0)) {
                throw new IllegalStateException(right + " of 400 right, " + tuned.avgMetrics()[0]);
            }
            var learned = (ConvoyModel) PipelineModel.load(arguments[0]).stages()[0];
            System.out.println("pipelineDigest " + WeightsDigest.of(learned.model().parameters()));
        }
    }
}
