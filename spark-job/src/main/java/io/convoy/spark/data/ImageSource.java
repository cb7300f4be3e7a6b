package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;

/** Images without labels, found but not yet read: the input of a prediction. */
public sealed interface ImageSource permits ImageSource.Idx, ImageSource.Pictures, ParquetImages {

    /** The type of the images' ids. */
    DataType idType(SparkSession spark);

    /**
     * All images. The order of the batches within the data set follows from their {@code file} and {@code first}, not
     * from the partitions.
     *
     * @throws DataException if the data is damaged or does not fit the shape
     */
    JavaRDD<ImageBatch> batches(SparkSession spark);

    /**
     * Tells by names and first bytes what lies at a URI.
     *
     * @param shape of the images that are wanted
     * @throws DataException if there is nothing that can be read
     */
    static ImageSource find(String uri, ImageShape shape, ParquetImages.Columns columns, Configuration hadoop) {
        try {
            var path = InputFiles.path(uri);
            var fileSystem = InputFiles.fileSystem(path, hadoop);
            if (fileSystem.getFileStatus(path).isDirectory()) {
                return inFolder(uri, fileSystem.makeQualified(path), shape, columns, hadoop);
            }
            var file = fileSystem.makeQualified(path);
            if (isParquet(file, hadoop)) {
                return parquet(file, List.of(file), shape, columns);
            }
            if (ImageFolder.isImage(file.getName())) {
                return pictures(file, List.of(file), shape);
            }
        } catch (FileNotFoundException e) {
            throw new DataException(
                    uri,
                    "no such file or folder; name an IDX file, a Parquet table or a folder of PNG and JPEG images"
                            + InputFiles.localeHint(uri),
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(uri, "cannot be read: " + e.getMessage(), e);
        }
        var file = IdxFile.images(uri, hadoop);
        var found = new ImageShape(1, file.height(), file.width());
        if (!found.equals(shape)) {
            throw new DataException(
                    uri, "holds images of " + found + " where the model takes " + shape + "; name images of that size");
        }
        return new Idx(file);
    }

    private static ImageSource inFolder(
            String uri, Path folder, ImageShape shape, ParquetImages.Columns columns, Configuration hadoop)
            throws IOException {
        var files = InputFiles.below(uri, hadoop);
        var tables = files.stream()
                .filter(file -> ParquetImages.isNamedSo(file.getName()))
                .toList();
        var pictures = files.stream()
                .filter(file -> ImageFolder.isImage(file.getName()))
                .toList();
        if (!tables.isEmpty() && !pictures.isEmpty()) {
            throw new DataException(uri, "holds both Parquet files and images; name a folder of one kind");
        }
        if (tables.isEmpty() && pictures.isEmpty()) {
            tables = withoutEnding(files, hadoop);
        }
        if (tables.isEmpty() && pictures.isEmpty()) {
            throw new DataException(
                    uri,
                    "holds no file that ends in " + String.join(", ", ImageFolder.ENDINGS) + " or "
                            + ParquetImages.ENDING);
        }
        return tables.isEmpty() ? pictures(folder, pictures, shape) : parquet(folder, tables, shape, columns);
    }

    private static ImageSource parquet(Path root, List<Path> files, ImageShape shape, ParquetImages.Columns columns) {
        var uri = root.toString();
        DataException.secretForSpark(uri).ifPresent(problem -> {
            throw new DataException(uri, problem);
        });
        return new ParquetImages(uri, files.stream().map(Path::toString).toList(), shape, columns);
    }

    private static ImageSource pictures(Path root, List<Path> files, ImageShape shape) {
        var uris = files.stream().map(Path::toString).toList();
        return new Pictures(new ImageFolder(root.toString(), uris), shape);
    }

    /** The Parquet files among those that have no ending, as Hive writes them. */
    private static List<Path> withoutEnding(List<Path> files, Configuration hadoop) throws IOException {
        var tables = new ArrayList<Path>();
        for (var file : files) {
            if (file.getName().indexOf('.') < 0 && isParquet(file, hadoop)) {
                tables.add(file);
            }
        }
        return tables;
    }

    private static boolean isParquet(Path file, Configuration hadoop) throws IOException {
        try (var in = InputFiles.fileSystem(file, hadoop).open(file)) {
            return Arrays.equals(in.readNBytes(ParquetImages.MAGIC.length), ParquetImages.MAGIC);
        }
    }

    /** An IDX file. Its images have their places for ids. */
    record Idx(IdxFile file) implements ImageSource {

        @Override
        public DataType idType(SparkSession spark) {
            return DataTypes.LongType;
        }

        @Override
        public JavaRDD<ImageBatch> batches(SparkSession spark) {
            return ShardedImages.forPrediction(new JavaSparkContext(spark.sparkContext()), file)
                    .rdd()
                    .map(Idx::batch);
        }

        private static ImageBatch batch(Portion portion) {
            var shard = portion.images();
            int first = shard.size() == 0 ? 0 : shard.records()[0];
            var fromFirst =
                    Arrays.stream(shard.records()).map(record -> record - first).toArray();
            var images = new Shard(shard.id(), shard.image(), shard.pixels(), shard.labels(), fromFirst);
            return new ImageBatch(0, first, images.size(), images, null, List.of(), portion.defect());
        }
    }

    /** PNG and JPEG files. Their paths in the folder are their ids. */
    record Pictures(ImageFolder folder, ImageShape shape) implements ImageSource {

        /** Decoding them takes a task some tenths of a second. */
        private static final int IMAGES_OF_PART = 100;

        @Override
        public DataType idType(SparkSession spark) {
            return DataTypes.StringType;
        }

        @Override
        public JavaRDD<ImageBatch> batches(SparkSession spark) {
            var context = new JavaSparkContext(spark.sparkContext());
            var hadoop = new SerializableConfiguration(context.hadoopConfiguration());
            var size = shape;
            var parts = folder.parts(IMAGES_OF_PART).stream().map(JavaBytes::of).toList();
            return context.parallelize(parts, parts.size())
                    .map(part -> JavaBytes.read(part, ImageFolder.Part.class).batch(size, hadoop.value()));
        }
    }
}
