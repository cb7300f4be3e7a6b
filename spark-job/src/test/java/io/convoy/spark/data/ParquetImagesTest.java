package io.convoy.spark.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.network.ImageShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables by the names that users give them, and tables that are damaged. */
class ParquetImagesTest {

    private static final ImageShape SHAPE = new ImageShape(1, 5, 5);

    @TempDir
    private static Path temp;

    private static SparkSession spark;
    private static SyntheticImages ten;
    private static Path table;
    private static Path other;

    @BeforeAll
    static void writeTables() throws IOException {
        spark = SparkSession.builder()
                .config(LocalSpark.conf("local[2]").set("spark.kryo.registrationRequired", "false"))
                .getOrCreate();
        ten = SyntheticImages.of(10, 5, 1);
        table = write("ten", ten, 10);
        other = write("two", SyntheticImages.of(10, 5, 2), 2);
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "day[1]/t.parquet", "scan[1].parquet", "scans {a,b}/t.parquet", "a*?.parquet", "100% #1.parquet",
                "12:30.parquet", "day 12:30/t.parquet", "a\\b.parquet", "%41.parquet", "über.parquet"
            })
    void shouldReadOneTableOfAnyName(String name) throws IOException {
        var folder = Files.createTempDirectory(temp, "names");
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.copy(table, file);
        // What the name would match as a pattern, or decoded.
        for (var match : List.of("day1/t.parquet", "scan1.parquet", "scans a/t.parquet", "abc.parquet", "A.parquet")) {
            Files.createDirectories(folder.resolve(match).getParent());
            Files.copy(other, folder.resolve(match));
        }

        assertArrayEquals(ten.pixels(), pixels(file));
        if (!file.getParent().equals(folder)) {
            assertArrayEquals(ten.pixels(), pixels(file.getParent()));
        }
    }

    @Test
    void shouldReadEachFileOfFolderOnce() throws IOException {
        var folder = Files.createDirectories(temp.resolve("several/[a]"));
        for (var name : List.of("[1].parquet", "[2].parquet", "1.parquet")) {
            Files.copy(table, folder.resolve(name));
        }
        Files.copy(table, folder.resolve("_hidden.parquet"));

        assertEquals(3 * ten.pixels().length, pixels(temp.resolve("several")).length);
    }

    @Test
    void shouldReadFilesOfHive() throws IOException {
        var folder = Files.createDirectories(temp.resolve("hive/day=1"));
        Files.copy(table, folder.resolve("000000_0"));
        Files.writeString(folder.resolve("README"), "no table");

        assertArrayEquals(ten.pixels(), pixels(temp.resolve("hive")));
    }

    @Test
    void shouldRefuseNamesThatSparkCannotRead() throws IOException {
        var both = Files.copy(table, temp.resolve("12:30[1].parquet"));
        var hidden = Files.copy(table, temp.resolve("_t.parquet"));

        assertEquals(
                "file:" + both
                        + ": its path holds a colon and one of []{}?*\\, which Spark cannot read together; rename"
                        + " it",
                assertThrows(DataException.class, () -> pixels(both)).getMessage());
        assertEquals(
                "file:" + hidden + ": has a name that Spark takes for hidden; rename it",
                assertThrows(DataException.class, () -> pixels(hidden)).getMessage());
    }

    /** Whatever the bytes are, images come or the file is named: no job fails, and no executor runs out of memory. */
    @Test
    void shouldNameTableThatIsDamagedAnywhere() throws IOException {
        var whole = Files.readAllBytes(table);
        var file = temp.resolve("mutated.parquet");
        var random = new Random(3);
        int refused = 0;
        for (int round = 0; round < 24; round++) {
            var bytes = whole.clone();
            for (int change = random.nextInt(1 << random.nextInt(6)); change >= 0; change--) {
                bytes[4 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
            }
            if (round % 6 == 0) {
                bytes = Arrays.copyOf(bytes, 4 + random.nextInt(bytes.length - 4));
            }
            Files.write(file, bytes);
            try {
                pixels(file);
            } catch (DataException e) {
                refused++;
                assertTrue(e.getMessage().contains("mutated.parquet"), e.getMessage());
            }
        }
        assertTrue(refused > 4, refused + " of 24");
    }

    @Test
    void shouldNotBlameTableForWhatSparkOrFileSystemSays() {
        var settings = new SparkException("Total size of serialized results is bigger than spark.driver.maxResultSize");
        var disk = new RuntimeException(new IOException("No space left on device"));

        assertEquals(false, ParquetFailure.blamesFile(settings));
        assertEquals(false, ParquetFailure.blamesFile(disk));
        assertEquals(false, ParquetFailure.blamesFile(new RuntimeException(new InterruptedException())));
    }

    private static byte[] pixels(Path uri) {
        var source = ImageSource.find(
                uri.toString(), SHAPE, new ParquetImages.Columns("image", Optional.empty()), new Configuration());
        var out = new ByteArrayOutputStream();
        for (var batch : source.batches(spark)
                .map(batch -> batch.defect() == null ? batch.images().pixels() : batch.defect())
                .collect()) {
            if (batch instanceof String defect) {
                throw new DataException(defect);
            }
            out.writeBytes((byte[]) batch);
        }
        return out.toByteArray();
    }

    private static Path write(String name, SyntheticImages images, int count) throws IOException {
        var rows = IntStream.range(0, count)
                .mapToObj(i -> RowFactory.create(Arrays.copyOfRange(images.pixels(), i * 25, (i + 1) * 25)))
                .toList();
        spark.createDataFrame(rows, new StructType().add("image", DataTypes.BinaryType))
                .coalesce(1)
                .write()
                .parquet(temp + "/" + name);
        try (var files = Files.list(temp.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
