package io.convoy.spark.score;

import io.convoy.spark.store.Json;
import io.convoy.spark.store.Storage;
import io.convoy.spark.store.TornDocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** How a prediction becomes a line. */
public enum LineFormat {
    /** A JSON object a line (jsonlines.org). */
    JSONL {
        @Override
        public Stream<String> header() {
            return Stream.empty();
        }

        @Override
        public String line(PredictionTable.Row row) {
            return Json.line(row);
        }
    },
    /** RFC 4180 with a header. */
    CSV {
        @Override
        public Stream<String> header() {
            return Stream.of("image,label,name,probability");
        }

        @Override
        public String line(PredictionTable.Row row) {
            return quoted(row.image().toString())
                    + ','
                    + row.label()
                    + ','
                    + quoted(row.name())
                    + ','
                    + row.probability();
        }
    };

    private static final int LONGEST_LINE = 1 << 16;

    public abstract Stream<String> header();

    public abstract String line(PredictionTable.Row row);

    /** Whether a file looks like a table of predictions, in whichever of the formats. */
    public static boolean isTable(Storage storage, Path file) throws IOException {
        try (var in = storage.open(file)) {
            var text = new String(in.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8);
            var first = text.lines().findFirst().orElse("");
            return CSV.header().anyMatch(first::equals)
                    || Json.object(first.getBytes(StandardCharsets.UTF_8))
                            .keySet()
                            .equals(Set.of("image", "label", "name", "probability"));
        } catch (TornDocumentException noneOfOurs) {
            return false;
        }
    }

    private static String quoted(String text) {
        boolean special = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
