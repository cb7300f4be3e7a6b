package io.convoy.spark.data;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the footers of Parquet files before Spark does: a footer may ask for more memory than there is, which would end
 * Spark's executor, and Spark names only one file of many.
 */
final class ParquetFooters {

    /** Hadoop's settings for what {@link InputFiles#fileSystem} does. */
    static final Map<String, String> RAW_LOCAL_FILES =
            Map.of("fs.file.impl", RawLocalFileSystem.class.getName(), "fs.file.impl.disable.cache", "true");

    private static final int MOST_TASKS = 1000;

    private ParquetFooters() {}

    /** @throws DataException for the first file, by its path, whose footer cannot be read */
    static void requireSound(List<String> files, JavaSparkContext spark) {
        var settings = new Configuration(spark.hadoopConfiguration());
        RAW_LOCAL_FILES.forEach(settings::set);
        var hadoop = new SerializableConfiguration(settings);
        spark
                .parallelize(files, Math.min(files.size(), MOST_TASKS))
                .map(file -> defect(file, hadoop.value()))
                .filter(Objects::nonNull)
                .collect()
                .stream()
                .findFirst()
                .ifPresent(defect -> {
                    throw new DataException(defect);
                });
    }

    private static @Nullable String defect(String file, Configuration hadoop) throws Exception {
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), hadoop))) {
            Objects.requireNonNull(reader.getFooter());
            return null;
        } catch (Exception e) {
            if (!ParquetFailure.blamesFile(e)) {
                throw e;
            }
            return told(file, ParquetFailure.firstLine(e));
        } catch (OutOfMemoryError | StackOverflowError e) { // by a number in the footer
            return told(file, "its footer asks for more memory than there is");
        }
    }

    private static String told(String file, String problem) {
        return DataException.withoutUserInfo(file)
                + ": cannot be read as Parquet: "
                + problem.replace(file, "it")
                + "; write it again";
    }
}
