package io.convoy.spark.data;

import io.convoy.spark.Fuzz;
import io.convoy.trainer.network.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged images, as files and in tables. */
class DataFuzzTest {

    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);

    private final Configuration hadoop = new Configuration();

    @TempDir
    Path folder;

    @Test
    void shouldReadOrRefuseDamagedPictures() throws Exception {
        var pictures = List.of(
                encoded(BufferedImage.TYPE_BYTE_GRAY, "png", false),
                encoded(BufferedImage.TYPE_4BYTE_ABGR, "png", false),
                encoded(BufferedImage.TYPE_BYTE_INDEXED, "png", false),
                encoded(BufferedImage.TYPE_USHORT_GRAY, "png", false),
                encoded(BufferedImage.TYPE_3BYTE_BGR, "jpeg", false),
                encoded(BufferedImage.TYPE_BYTE_GRAY, "jpeg", false),
                encoded(BufferedImage.TYPE_3BYTE_BGR, "jpeg", true));
        Fuzz.mutate(
                "pictures", pictures, 1500, bytes -> ImageFile.read("a picture", bytes, SHAPE), DataException.class);
    }

    @Test
    void shouldReadOrRefuseDamagedIdxFiles() throws Exception {
        Fuzz.mutate(
                "IDX files",
                List.of(SyntheticImages.of(20, 8, 1).imageFile()),
                700,
                this::readImages,
                DataException.class);
    }

    @Test
    void shouldReadOrRefuseDamagedLabels() throws Exception {
        Fuzz.mutate(
                "IDX labels",
                List.of(SyntheticImages.of(20, 8, 1).labelFile()),
                300,
                bytes -> read(IdxFile.labels(written(bytes), hadoop)),
                DataException.class);
    }

    @Test
    void shouldReadOrRefuseDamagedGzip() throws Exception {
        var packed = SyntheticImages.gzip(SyntheticImages.of(20, 8, 1).imageFile());
        Fuzz.mutate("gzip files", List.of(packed), 300, this::readImages, DataException.class);
    }

    @Test
    void shouldReadOrRefuseDamagedIdxFilesInSoundGzip() throws Exception {
        Fuzz.mutate(
                "IDX files in gzip",
                List.of(SyntheticImages.of(20, 8, 1).imageFile()),
                500,
                bytes -> readImages(SyntheticImages.gzip(bytes)),
                DataException.class);
    }

    @Test
    void shouldReadOrRefuseDamagedTables() throws Exception {
        var conf = new SparkConf(false)
                .setMaster("local[1]")
                .setAppName("fuzz")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1");
        try (var spark = SparkSession.builder().config(conf).getOrCreate()) {
            spark.sparkContext().setLogLevel("OFF");
            spark.range(3)
                    .select(
                            functions.col("id"),
                            functions.lit(new byte[SHAPE.size()]).as("image"))
                    .coalesce(1)
                    .write()
                    .parquet(folder.resolve("table").toString());
            Path table;
            try (var files = Files.list(folder.resolve("table"))) {
                table = files.filter(file -> file.toString().endsWith(".parquet"))
                        .findFirst()
                        .orElseThrow();
            }
            var columns = new ParquetImages.Columns("image", Optional.of("id"));
            Fuzz.mutate(
                    "Parquet files",
                    List.of(Files.readAllBytes(table)),
                    15,
                    bytes -> {
                        var file = folder.resolve("mutated.parquet");
                        Files.write(file, bytes);
                        var source = ImageSource.find(file.toString(), SHAPE, columns, hadoop);
                        source.idType(spark);
                        var wrong = source.batches(spark)
                                .flatMap(batch -> Stream.concat(batch.bad().stream(), Stream.ofNullable(batch.defect()))
                                        .iterator())
                                .collect();
                        if (!wrong.isEmpty()) {
                            throw new DataException(wrong.get(0));
                        }
                    },
                    DataException.class);
        }
    }

    private void readImages(byte[] bytes) throws IOException {
        read(IdxFile.images(written(bytes), hadoop));
    }

    private String written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("mutated"), bytes).toString();
    }

    private void read(IdxFile file) throws IOException {
        try (var reader = IdxReader.open(file, 0, hadoop)) {
            int window = Math.max(1, (4 << 20) / file.recordBytes());
            for (int first = 0; first < file.count(); first += window) {
                reader.read(Math.min(window, file.count() - first));
            }
            reader.requireEnd();
        }
    }

    private static byte[] encoded(int type, String format, boolean progressive) throws IOException {
        var image = new BufferedImage(40, 30, type);
        var random = new Random(1);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName(format).next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            var parameters = writer.getDefaultWriteParam();
            if (progressive) {
                parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
