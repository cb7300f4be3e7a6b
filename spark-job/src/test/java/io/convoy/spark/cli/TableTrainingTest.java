package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.ml.ConvoyClassifier;
import io.convoy.spark.ml.ConvoyModel;
import io.convoy.trainer.model.WeightsDigest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same images in the same order with the same settings, by the command from files and by Spark ML from a table. */
class TableTrainingTest {

    private static final int SIDE = 28;
    private static final SyntheticImages TRAIN = SyntheticImages.of(400, SIDE, 1);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void trainByTheCommand() {
        TRAIN.write(folder, Part.TRAIN);
        SyntheticImages.of(100, SIDE, 2).write(folder, Part.TEST);
        var run = Run.with(
                LocalSpark.conf("local[2]"),
                ("train --epochs 2 --batch-size 16 --average-every 7 --seed 5 --data " + folder + " --output "
                                + folder.resolve("model"))
                        .split(" "));
        assertEquals(0, run.exitCode(), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local-cluster[2,1,1024]"})
    void shouldReachTheSameWeights(String master) {
        try (var spark = SparkSession.builder()
                .config(LocalSpark.conf(master).remove("spark.serializer").remove("spark.kryo.registrationRequired"))
                .getOrCreate()) {
            var byCommand = ConvoyModel.load(folder.resolve("model").toString());
            var table = table(spark).repartition(1).sort("id");

            var byTable = new ConvoyClassifier()
                    .setEpochs(2)
                    .setBatchSize(16)
                    .setAverageEvery(7)
                    .setSeed(5)
                    .setImageShape("1x28x28")
                    .fit(table);

            assertEquals(digest(byCommand), digest(byTable));
            assertEquals(
                    byCommand.transform(table).select("probability").collectAsList(),
                    byTable.transform(table).select("probability").collectAsList());
        }
    }

    private static String digest(ConvoyModel model) {
        return WeightsDigest.of(model.model().parameters());
    }

    private static Dataset<Row> table(SparkSession spark) {
        int size = SIDE * SIDE;
        var rows = IntStream.range(0, TRAIN.count())
                .mapToObj(i -> RowFactory.create(
                        i, TRAIN.labels()[i], Arrays.copyOfRange(TRAIN.pixels(), i * size, (i + 1) * size)))
                .toList();
        var schema = new StructType()
                .add("id", DataTypes.IntegerType)
                .add("label", DataTypes.ByteType)
                .add("image", DataTypes.BinaryType);
        return spark.createDataFrame(rows, schema);
    }
}
