package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as strangers have them, through {@code predict}: their names, their damage, their tables, their settings. */
class PredictStrangersTest {

    private static final int IMAGES = 10;

    @TempDir
    private static Path temp;

    private static SyntheticImages images;
    /** The CSV of the same images as IDX. */
    private static List<String> expected;

    @BeforeAll
    static void writeImages() throws IOException {
        images = SyntheticImages.of(IMAGES, 28, 2).write(temp.resolve("idx"), Part.TEST);
        var network = Networks.create("lenet", new ImageShape(1, 28, 28), 10);
        new ModelFolder(temp + "/model", new Configuration())
                .writeModel(new Model(
                        network,
                        Normalisation.identity(1),
                        IntStream.range(0, 10).mapToObj(i -> "class " + i).toList(),
                        network.initialisation().parameters(network, 1)));
        var file = new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
        try (var spark = SparkSession.builder().config(conf()).getOrCreate()) {
            write(spark, DataTypes.BinaryType, "raw", PredictStrangersTest::pixels);
            write(spark, DataTypes.BinaryType, "encoded", PredictStrangersTest::png);
            write(spark, file, "hugging-face", i -> RowFactory.create(png(i), null));
            write(spark, DataTypes.BinaryType, "partly", i -> i == 3 ? cut(png(i)) : i == 7 ? null : png(i));
        }
        expected = csv(predict("--images", temp + "/idx/t10k-images-idx3-ubyte"));
        assertEquals(IMAGES + 1, expected.size());
    }

    /** Spark SQL does not register all that it sends, which is no fault of the table either. */
    @ParameterizedTest
    @ValueSource(strings = {"hugging-face", "encoded"})
    void shouldReadEncodedImagesOfTable(String name) {
        var strict = conf().set("spark.kryo.registrationRequired", "true");

        assertEquals(expected, csv(with(strict, "--images", temp + "/" + name)));
    }

    @Test
    void shouldScorePicturesOfAnyName() throws IOException {
        var folder = Files.createDirectories(temp.resolve("pictures [1]/12:30 o'clock"));
        var names = List.of("shot 12:30.png", "a[1].png", "100%.png", "über.png", "two\nlines.png", "#?*.png");
        for (var name : names) {
            Files.write(folder.resolve(name), png(names.indexOf(name)));
        }
        Files.write(folder.resolve("._shot.png"), new byte[4]);

        for (var at : List.of("pictures [1]", "pictures [1]/12:30 o'clock")) {
            var run = predict("--images", temp + "/" + at);
            assertEquals(0, run.exitCode(), run.err());
            for (var name : names) {
                assertEquals(1, run.out().split(java.util.regex.Pattern.quote(name), -1).length - 1, run.out());
            }
        }
        assertEquals(
                List.of(expected.get(0), expected.get(1).replaceFirst("0", "shot 12:30.png")),
                csv(predict("--images", folder + "/shot 12:30.png")));
    }

    @Test
    void shouldShowControlCharactersOfNames() {
        assertEquals(
                List.of(temp + "/a\\u000a\\u001b[31mb: no such file or folder; name an IDX file, a Parquet table or a"
                        + " folder of PNG and JPEG images"),
                predict("--images", temp + "/a\n\u001b[31mb").problems());
    }

    @Test
    void shouldCountDamagedPicturesAndLeaveOutAsManyAsAllowed() throws IOException {
        var folder = Files.createDirectories(temp.resolve("damaged"));
        for (int i = 0; i < IMAGES; i++) {
            var name = folder.resolve("%d.png".formatted(i));
            Files.write(name, i == 3 ? cut(png(i)) : i == 7 ? jpegCutShort() : png(i));
        }
        var output = temp.resolve("damaged.csv");

        var refused = predict("--images", folder.toString(), "--output", output.toString(), "--max-bad", "1");
        assertEquals(3, refused.exitCode());
        assertEquals(1, refused.problems().size(), refused.err());
        assertTrue(refused.problems().get(0).startsWith("file:" + folder + "/3.png: "), refused.err());
        assertTrue(
                refused.problems()
                        .get(0)
                        .endsWith(" (2 of 10 images cannot be used where 1 may be; --max-bad 2 leaves them out)"),
                refused.err());
        assertFalse(Files.exists(output));

        var tolerated = predict("--images", folder.toString(), "--max-bad", "2");
        assertEquals(0, tolerated.exitCode(), tolerated.err());
        assertEquals(2, tolerated.problems().size(), tolerated.err());
        assertTrue(tolerated.problems().get(0).startsWith("file:" + folder + "/3.png: "), tolerated.err());
        assertTrue(tolerated.problems().get(1).startsWith("file:" + folder + "/7.png: "), tolerated.err());
        var rows = tolerated.out().lines().skip(1).toList();
        assertEquals(
                List.of("0.png", "1.png", "2.png", "4.png", "5.png", "6.png", "8.png", "9.png"),
                rows.stream().map(row -> row.split(",")[0]).toList());
        assertEquals(
                expected.get(9 + 1).split(",", 2)[1], rows.get(rows.size() - 1).split(",", 2)[1]);
    }

    @Test
    void shouldCountBadRowsAndKeepThePlacesOfOthers() {
        var refused = predict("--images", temp + "/partly");
        assertEquals(3, refused.exitCode());
        assertTrue(refused.err().contains(", row 3: "), refused.err());
        assertTrue(refused.err().contains("(2 of 10 images cannot be used where 0 may be;"), refused.err());

        var tolerated = predict("--images", temp + "/partly", "--max-bad", "5");
        assertEquals(0, tolerated.exitCode(), tolerated.err());
        assertTrue(tolerated.problems().get(1).endsWith(", row 7: has no image; fill it or leave the row out"));
        var rest = new ArrayList<>(expected);
        rest.remove(8);
        rest.remove(4);
        assertEquals(rest, csv(tolerated));
    }

    /** What a user of Spark sets, and is no table's fault. */
    @ParameterizedTest
    @CsvSource({
        "spark.driver.maxResultSize, 1k, spark.driver.maxResultSize is 1024",
        "spark.sql.catalogImplementation, hive, spark.sql.catalogImplementation is hive",
        "spark.sql.catalog.spark_catalog, com.example.None, spark.sql.catalog.spark_catalog names com.example.None"
    })
    void shouldNameSettingRatherThanTable(String key, String value, String told) {
        var run = with(conf().set(key, value), "--images", temp + "/raw");

        assertEquals(1, run.problems().size(), run.err());
        assertTrue(run.problems().get(0).startsWith(told), run.err());
        assertEquals(2, run.exitCode(), run.err());
    }

    private static Run predict(String... words) {
        return with(conf(), words);
    }

    private static Run with(SparkConf conf, String... words) {
        return Run.with(
                conf,
                Stream.concat(Stream.of("predict", "--model", temp + "/model", "--format", "csv"), Stream.of(words))
                        .toArray(String[]::new));
    }

    private static List<String> csv(Run run) {
        assertEquals(0, run.exitCode(), run.err());
        return run.out().lines().toList();
    }

    private static SparkConf conf() {
        return LocalSpark.conf("local[2]").set("spark.kryo.registrationRequired", "false");
    }

    private static void write(SparkSession spark, DataType type, String name, IntFunction<Object> image) {
        spark.createDataFrame(
                        IntStream.range(0, IMAGES)
                                .mapToObj(i -> RowFactory.create(image.apply(i)))
                                .toList(),
                        new StructType().add("image", type))
                .coalesce(1)
                .write()
                .parquet(temp + "/" + name);
    }

    private static byte[] pixels(int image) {
        return Arrays.copyOfRange(images.pixels(), image * 784, (image + 1) * 784);
    }

    private static byte[] png(int image) {
        var grey = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setDataElements(0, 0, 28, 28, pixels(image));
        return encoded(grey, "png");
    }

    private static byte[] jpegCutShort() {
        var jpeg = encoded(new BufferedImage(280, 280, BufferedImage.TYPE_INT_RGB), "jpg");
        return Arrays.copyOf(jpeg, jpeg.length * 9 / 10);
    }

    private static byte[] cut(byte[] file) {
        return Arrays.copyOf(file, file.length * 6 / 10);
    }

    private static byte[] encoded(BufferedImage image, String format) {
        var out = new ByteArrayOutputStream();
        try {
            assertTrue(ImageIO.write(image, format, out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
