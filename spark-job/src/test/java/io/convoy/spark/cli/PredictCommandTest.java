package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.ImageSource;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.ParquetImages;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryChanges;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.round.ScoredImages;
import io.convoy.spark.score.PredictionTable;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of images through {@code predict}, whole and in order, by the model of a folder or of a registry. */
class PredictCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IMAGES = 700;
    /** The images of the first file by path; the second is larger, so Spark itself reads it first. */
    private static final int FIRST_FILE = 250;

    private static final StructType SPARK_IMAGE = new StructType()
            .add("origin", DataTypes.StringType)
            .add("height", DataTypes.IntegerType)
            .add("width", DataTypes.IntegerType)
            .add("nChannels", DataTypes.IntegerType)
            .add("mode", DataTypes.IntegerType)
            .add("data", DataTypes.BinaryType);

    private static final String ONE_BAD = " (1 of 1 images cannot be used where 0 may be; --max-bad 1 leaves them out)";

    @TempDir
    private static Path temp;

    private static SyntheticImages images;
    private static Model model;
    /** What the IDX file of the same images gives, one row an image. */
    private static List<JsonNode> expected;

    @BeforeAll
    static void writeImages() throws IOException {
        images = SyntheticImages.of(IMAGES, 28, 2).write(temp.resolve("idx"), Part.TEST);
        model = model(1);
        writeModel(model, "model");
        try (var spark = SparkSession.builder().config(conf("local[2]")).getOrCreate()) {
            var raw = schema(DataTypes.BinaryType);
            write(spark, raw, "table/a", rows(0, FIRST_FILE, PredictCommandTest::pixels));
            write(spark, raw, "table/b", rows(FIRST_FILE, IMAGES, PredictCommandTest::pixels));
            write(spark, schema(SPARK_IMAGE), "struct", rows(0, 20, PredictCommandTest::sparkImage));
            write(
                    spark,
                    raw,
                    "short",
                    Stream.concat(
                            rows(0, 5, PredictCommandTest::pixels),
                            Stream.of(RowFactory.create("id", 5, new byte[783]))));
            write(spark, raw, "missing", Stream.of(RowFactory.create("id", 5, null)));
            write(spark, raw, "unnamed", Stream.of(RowFactory.create(null, 5, pixels(0))));
            write(
                    spark,
                    schema(SPARK_IMAGE),
                    "crooked",
                    Stream.of(RowFactory.create("id", 5, RowFactory.create("o", 2, 2, 3, 16, new byte[11]))));
        }
        expected =
                lines(predict("--images", temp + "/idx/t10k-images-idx3-ubyte").out());
        assertEquals(IMAGES, expected.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local-cluster[2,1,1024]"})
    void shouldKeepOrderAndIdsOfManyPartitions(String master) throws IOException {
        var output = temp.resolve("labels-" + master.length());

        var run = with(
                master,
                "--images",
                temp + "/table",
                "--image-column",
                "pixels",
                "--id-column",
                "name",
                "--format",
                "parquet",
                "--output",
                output.toString());

        assertEquals(0, run.exitCode(), run.err());
        assertEquals("700 predictions in " + output, run.out().lines().toList().get(1));
        var rows = read(output);
        assertEquals(IMAGES, rows.size());
        for (int i = 0; i < IMAGES; i++) {
            assertEquals("image-" + i, rows.get(i).getString(0));
            assertSame(expected.get(i), rows.get(i));
        }
        assertTrue(Files.exists(output.resolve("_SUCCESS")));
        assertFalse(Files.exists(Path.of("spark-warehouse")), "Spark left a folder behind");
    }

    @Test
    void shouldKeepOrderOverManyFilesOfTheTable() throws IOException {
        try (var spark = SparkSession.builder().config(conf("local[2]")).getOrCreate()) {
            var source = ImageSource.find(
                    temp + "/table",
                    model.network().input(),
                    new ParquetImages.Columns("pixels", Optional.of("number")),
                    new Configuration());
            var batches = source.batches(spark);
            assertTrue(batches.getNumPartitions() > 4, "only " + batches.getNumPartitions() + " partitions");
            var context = new JavaSparkContext(spark.sparkContext());
            try (var scored = ScoredImages.of(context, model, KernelChoice.SCALAR, batches, 0)) {
                new PredictionTable(model.classNames(), source.idType(spark), scored, 100)
                        .writeParquet(spark, new org.apache.hadoop.fs.Path(temp + "/parts"));
            }
        }

        try (var parts = Files.list(temp.resolve("parts"))) {
            assertEquals(
                    7,
                    parts.filter(part -> part.toString().endsWith(".parquet")).count());
        }
        var rows = read(temp.resolve("parts"));
        for (int i = 0; i < IMAGES; i++) {
            assertEquals(1000 + i, rows.get(i).getInt(0));
            assertSame(expected.get(i), rows.get(i));
        }
    }

    @Test
    void shouldWriteIdxAsParquetWithPlacesForIds() throws IOException {
        var output = temp.resolve("of-idx");
        for (int time = 0; time < 2; time++) {
            var run = predict(
                    "--images",
                    temp + "/idx/t10k-images-idx3-ubyte",
                    "--format",
                    "parquet",
                    "--output",
                    output.toString(),
                    "--overwrite");
            assertEquals(0, run.exitCode(), run.err());
        }

        var rows = read(output);
        assertEquals(IMAGES, rows.size());
        for (int i = 0; i < IMAGES; i++) {
            assertEquals(i, rows.get(i).getLong(0));
            assertSame(expected.get(i), rows.get(i));
        }
        assertEquals(List.of(), hidden());
    }

    @Test
    void shouldReadSparksImagesLikeFiles() throws IOException {
        var folder = Files.createDirectories(temp.resolve("pictures"));
        for (int i = 0; i < 20; i++) {
            var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < 1200; at++) {
                image.setRGB(at % 40, at / 40, colour(i, at));
            }
            ImageIO.write(image, "png", folder.resolve("%02d.png".formatted(i)).toFile());
        }
        var files = lines(predict("--images", folder.toString()).out());

        var table =
                lines(predict("--images", temp + "/struct", "--image-column", "pixels", "--id-column", "pixels.origin")
                        .out());

        assertEquals(20, table.size());
        for (int i = 0; i < 20; i++) {
            assertEquals("origin-" + i, table.get(i).get("image").asText());
            assertEquals(files.get(i).get("label"), table.get(i).get("label"));
            assertEquals(files.get(i).get("probability"), table.get(i).get("probability"));
        }
    }

    @Test
    void shouldUseTheModelThatTheRegistryServes() throws IOException {
        var location = temp.resolve("registry").toString();
        var registry = Registry.openOrCreate(location, new Configuration(), Optional.empty());
        assertEquals(
                List.of("file:" + location + " has no complete version yet; 'retrain' publishes one"),
                registryRun(location).problems());
        for (int seed = 1; seed <= 2; seed++) {
            var folder = writeModel(model(seed), "draft-" + seed);
            new RegistryChanges(registry, "test")
                    .publish(
                            org.apache.hadoop.fs.FileSystem.getLocal(new Configuration()),
                            new org.apache.hadoop.fs.Path(folder.toString()),
                            new RunId("run-" + seed),
                            registry.latest().map(served -> served.manifest().version()),
                            Optional.empty(),
                            Map.of());
        }
        var second = lines(predictWith("draft-2", "--images", temp + "/idx/t10k-images-idx3-ubyte")
                .out());
        assertFalse(second.equals(expected), "the two models see the same");

        assertEquals(second, lines(registryRun(location).out()));
        assertEquals(
                expected, lines(registryRun(location, "--model-version", "1").out()));
        assertEquals(
                List.of("version 7 cannot be used: manifest.json is missing; complete in file:" + location + ": 1, 2"),
                registryRun(location, "--model-version", "7").problems());

        Files.writeString(temp.resolve("registry/latest.json"), "{\"version\": 1");
        var torn = registryRun(location, "--format", "csv", "--output", temp + "/torn.csv");
        assertEquals(0, torn.exitCode(), torn.err());
        assertTrue(
                torn.out().contains(" Using version 2, the highest complete one; mend it with 'registry promote 2'"),
                torn.out());
        assertEquals(
                second.get(5).get("probability").asText(),
                Files.readAllLines(temp.resolve("torn.csv")).get(6).split(",")[3]);
    }

    @Test
    void shouldNameWhatIsWrongWithTheTable() {
        var columns = "; name one of its columns: name, number, pixels";
        assertBad("has no column 'image'" + columns, "--images", temp + "/table");
        assertBad("has no column 'x'" + columns, table("table", "--id-column", "x"));
        assertBad(
                "its column 'number' is of type INT where BINARY, a struct with 'bytes BINARY', an array of numbers"
                        + " or Spark's image (data BINARY, height INT, nChannels INT, width INT) is expected; name another column",
                "--images",
                temp + "/table",
                "--image-column",
                "number");
        assertBad(
                "its column 'pixels' is of type BINARY where ids are strings or whole numbers; name another column",
                table("table", "--id-column", "pixels"));
        assertBad(
                "row 5: its image has 783 bytes, neither PNG nor JPEG, where the model takes 784 (1×28×28); name images of"
                        + " that size (1 of 6 images cannot be used where 0 may be; --max-bad 1 leaves them out)",
                table("short"));
        assertBad("row 0: has no image; fill it or leave the row out" + ONE_BAD, table("missing"));
        assertBad(
                "row 0: has no id; fill it or name no column of ids" + ONE_BAD,
                table("unnamed", "--id-column", "name"));
        assertBad(
                "row 0: tells of 2×2 pixels in 3 channels and holds 11 bytes, where height × width × 1, 3 or 4 unsigned"
                        + " bytes are expected; replace or remove it" + ONE_BAD,
                table("crooked"));
    }

    @Test
    void shouldNameDamagedFileAndLeaveNothing() throws IOException {
        var folder = Files.createDirectories(temp.resolve("damaged"));
        Path whole;
        try (var files = Files.list(temp.resolve("table/b"))) {
            whole = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
        var bytes = Files.readAllBytes(whole);
        Files.write(folder.resolve("0.parquet"), bytes);
        Files.write(folder.resolve("1.parquet"), Arrays.copyOf(bytes, bytes.length / 2));

        var run = predict(table("damaged", "--format", "parquet", "--output", temp + "/none"));

        assertEquals(1, run.problems().size(), run.err());
        assertTrue(run.err().contains("/damaged/1.parquet"), run.err());
        assertEquals(3, run.exitCode(), run.err());
        assertFalse(Files.exists(temp.resolve("none")));
        assertEquals(List.of(), hidden());
    }

    @Test
    void shouldRefuseOptionsThatDoNotGoTogether() throws IOException {
        var idx = temp + "/idx/t10k-images-idx3-ubyte";
        assertUsage("--format parquet: is for a folder; add --output URI", "--images", idx, "--format", "parquet");
        assertUsage(
                "--id-column: only Parquet has columns, and --images names no Parquet; leave it out",
                "--images",
                idx,
                "--id-column",
                "name");
        assertUsage(
                "--model " + temp + "/model: --registry names a model too; leave one of them out",
                "--images",
                idx,
                "--registry",
                "r");
        assertUsage(
                "--model-version 1: is a version of a registry; add --registry URI",
                "--images",
                idx,
                "--model-version",
                "1");
        assertEquals(
                List.of("no model: expected --model, for example --model models/lenet, or --registry, for example"
                        + " --registry hdfs:///models/digits"),
                Run.with(conf("local[2]"), "predict", "--images", idx).problems());
        var thesis = Files.writeString(temp.resolve("thesis.tex"), "mine");
        assertUsage(
                "--output " + thesis + ": is a file that Convoy did not write; choose another, or delete it yourself",
                "--images",
                idx,
                "--output",
                thesis.toString(),
                "--overwrite");
        var kept = Files.createDirectories(temp.resolve("kept"));
        Files.writeString(kept.resolve("thesis.tex"), "");
        assertUsage(
                "--output " + kept + ": holds thesis.tex, which Convoy did not write; choose another folder",
                "--images",
                idx,
                "--format",
                "parquet",
                "--output",
                kept.toString(),
                "--overwrite");
    }

    private static String[] table(String name, String... more) {
        return Stream.concat(Stream.of("--images", temp + "/" + name, "--image-column", "pixels"), Stream.of(more))
                .toArray(String[]::new);
    }

    private static void assertBad(String problem, String... words) {
        var run = predict(words);
        assertEquals(1, run.problems().size(), run.err());
        assertTrue(run.problems().get(0).startsWith("file:" + temp), run.err());
        assertTrue(
                run.problems().get(0).endsWith(": " + problem)
                        || run.problems().get(0).endsWith(", " + problem),
                run.err());
        assertEquals(3, run.exitCode());
    }

    private static void assertUsage(String problem, String... words) {
        var run = predict(words);
        assertEquals(List.of(problem), run.problems());
        assertEquals(2, run.exitCode());
    }

    private static void assertSame(JsonNode line, Row row) {
        assertEquals(line.get("label").asInt(), row.getInt(1));
        assertEquals(line.get("name").asText(), row.getString(2));
        assertEquals((float) line.get("probability").asDouble(), row.getFloat(3));
    }

    private static Run predict(String... words) {
        return with("local[2]", words);
    }

    private static Run with(String master, String... words) {
        return predictWith(conf(master), "model", words);
    }

    private static Run predictWith(String model, String... words) {
        return predictWith(conf("local[2]"), model, words);
    }

    private static Run predictWith(SparkConf conf, String model, String... words) {
        return Run.with(
                conf,
                Stream.concat(Stream.of("predict", "--model", temp + "/" + model), Stream.of(words))
                        .toArray(String[]::new));
    }

    private static Run registryRun(String location, String... words) {
        var images = temp + "/idx/t10k-images-idx3-ubyte";
        return Run.with(
                conf("local[2]"),
                Stream.concat(Stream.of("predict", "--registry", location, "--images", images), Stream.of(words))
                        .toArray(String[]::new));
    }

    /** Cuts tables into many partitions. Spark SQL does not register all it sends with Kryo. */
    private static SparkConf conf(String master) {
        return LocalSpark.conf(master)
                .set("spark.kryo.registrationRequired", "false")
                .set("spark.sql.files.maxPartitionBytes", "60000")
                .set("spark.sql.files.openCostInBytes", "1");
    }

    private static StructType schema(DataType image) {
        return new StructType()
                .add("name", DataTypes.StringType)
                .add("number", DataTypes.IntegerType)
                .add("pixels", image);
    }

    private static Stream<Row> rows(int from, int to, java.util.function.IntFunction<Object> image) {
        return IntStream.range(from, to).mapToObj(i -> RowFactory.create("image-" + i, 1000 + i, image.apply(i)));
    }

    private static byte[] pixels(int image) {
        return Arrays.copyOfRange(images.pixels(), image * 784, (image + 1) * 784);
    }

    private static int colour(int image, int at) {
        return (image * 7919 + at) * 104729 & 0xffffff;
    }

    /** Blue, green and red. */
    private static Row sparkImage(int image) {
        var data = new byte[3600];
        for (int at = 0; at < 1200; at++) {
            for (int channel = 0; channel < 3; channel++) {
                data[at * 3 + channel] = (byte) (colour(image, at) >> 8 * channel);
            }
        }
        return RowFactory.create("origin-" + image, 30, 40, 3, 16, data);
    }

    /** One file of row groups of some hundred rows. */
    private static void write(SparkSession spark, StructType schema, String name, Stream<Row> rows) {
        spark.createDataFrame(rows.toList(), schema)
                .coalesce(1)
                .write()
                .option("parquet.block.size", 1)
                .option("compression", "none")
                .parquet(temp + "/" + name);
    }

    /** The rows of each file, the files by their names. */
    private static List<Row> read(Path table) throws IOException {
        var rows = new ArrayList<Row>();
        try (var spark = SparkSession.builder().config(conf("local[1]")).getOrCreate();
                var files = Files.list(table)) {
            for (var file : files.map(Path::toString)
                    .filter(name -> name.endsWith(".parquet"))
                    .sorted()
                    .toList()) {
                rows.addAll(spark.read().parquet(file).collectAsList());
            }
        }
        return rows;
    }

    private static List<JsonNode> lines(String text) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : text.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /** What a run left beside its output. */
    private static List<Path> hidden() throws IOException {
        try (var files = Files.list(temp)) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    private static Model model(int seed) {
        var network = Networks.create("lenet", new ImageShape(1, 28, 28), 10);
        var names = IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();
        return new Model(
                network,
                Normalisation.identity(1),
                names,
                network.initialisation().parameters(network, seed));
    }

    private static Path writeModel(Model model, String name) throws IOException {
        new ModelFolder(temp + "/" + name, new Configuration()).writeModel(model);
        return temp.resolve(name);
    }
}
