package io.convoy.spark.score;

import io.convoy.spark.data.DataException;
import io.convoy.spark.store.WholeFile;
import io.convoy.spark.store.WholeFolder;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** How a table of predictions is kept. */
public sealed interface PredictionFormat {

    Map<String, PredictionFormat> BY_NAME = byName();

    /** Why nothing can be written there, with the mend; nothing if it can. */
    Optional<String> obstacle(Path output, boolean overwrite, Configuration hadoop);

    /** Writes the table whole or not at all. */
    void write(PredictionTable table, Path output, SparkSession spark) throws IOException;

    /** A file of lines, which the driver writes. */
    record Lines(LineFormat line) implements PredictionFormat {

        @Override
        public Optional<String> obstacle(Path output, boolean overwrite, Configuration hadoop) {
            return new WholeFile(output, hadoop).obstacle(overwrite, LineFormat::isTable);
        }

        @Override
        public void write(PredictionTable table, Path output, SparkSession spark) throws IOException {
            new WholeFile(output, spark.sparkContext().hadoopConfiguration()).write(out -> {
                var writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                table.lines(line).forEach(text -> writer.append(text).append('\n'));
                writer.flush();
                if (writer.checkError()) {
                    throw new IOException("only a part could be written");
                }
            });
        }
    }

    /** A folder of files in the order of their names, which the executors write. */
    record Parquet() implements PredictionFormat {

        @Override
        public Optional<String> obstacle(Path output, boolean overwrite, Configuration hadoop) {
            return DataException.secretForSpark(output.toString())
                    .or(() -> new WholeFolder(output, hadoop).obstacle(overwrite));
        }

        @Override
        public void write(PredictionTable table, Path output, SparkSession spark) throws IOException {
            new WholeFolder(output, spark.sparkContext().hadoopConfiguration())
                    .write(folder -> table.writeParquet(spark, folder));
        }
    }

    private static Map<String, PredictionFormat> byName() {
        var formats = new LinkedHashMap<String, PredictionFormat>();
        formats.put("jsonl", new Lines(LineFormat.JSONL));
        formats.put("csv", new Lines(LineFormat.CSV));
        formats.put("parquet", new Parquet());
        return formats;
    }
}
