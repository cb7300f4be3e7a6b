package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

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
            var path = new Path(uri);
            var fileSystem = path.getFileSystem(hadoop);
            var status = fileSystem.getFileStatus(path);
            if (status.isDirectory() ? holdsParquet(uri, path, hadoop) : isParquet(status, hadoop)) {
                DataException.secretForSpark(uri).ifPresent(problem -> {
                    throw new DataException(uri, problem);
                });
                return new ParquetImages(fileSystem.makeQualified(path).toString(), shape, columns);
            }
            if (status.isDirectory() || ImageFolder.isImage(path.getName())) {
                return new Pictures(ImageFolder.list(uri, hadoop), shape);
            }
        } catch (FileNotFoundException e) {
            throw new DataException(
                    uri,
                    "no such file or folder; name an IDX file, a Parquet table or a folder of PNG and JPEG images",
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

    private static boolean holdsParquet(String uri, Path folder, Configuration hadoop) throws IOException {
        var files = folder.getFileSystem(hadoop).listFiles(folder, true);
        boolean parquet = false;
        boolean pictures = false;
        while (files.hasNext()) {
            var name = files.next().getPath().getName();
            parquet |= name.toLowerCase(Locale.ROOT).endsWith(ParquetImages.ENDING);
            pictures |= ImageFolder.isImage(name);
        }
        if (parquet && pictures) {
            throw new DataException(uri, "holds both Parquet files and images; name a folder of one kind");
        }
        return parquet;
    }

    private static boolean isParquet(FileStatus file, Configuration hadoop) throws IOException {
        byte[] start;
        try (var in = file.getPath().getFileSystem(hadoop).open(file.getPath())) {
            start = in.readNBytes(ParquetImages.MAGIC.length);
        }
        return Arrays.equals(start, ParquetImages.MAGIC);
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
                    .map(Portion::images)
                    .map(shard -> new ImageBatch(0, shard.records()[0], shard, null, null));
        }
    }

    /** PNG and JPEG files. Their paths in the folder are their ids. */
    record Pictures(ImageFolder folder, ImageShape shape) implements ImageSource {

        @Override
        public DataType idType(SparkSession spark) {
            return DataTypes.StringType;
        }

        @Override
        public JavaRDD<ImageBatch> batches(SparkSession spark) {
            var files = folder;
            return ShardedImages.forPrediction(new JavaSparkContext(spark.sparkContext()), folder, shape)
                    .rdd()
                    .map(Portion::images)
                    .map(shard -> new ImageBatch(0, shard.records()[0], shard, ids(files, shard), null));
        }

        private static String[] ids(ImageFolder folder, Shard shard) {
            return Arrays.stream(shard.records()).mapToObj(folder::name).toArray(String[]::new);
        }
    }
}
