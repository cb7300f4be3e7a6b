package io.convoy.spark.score;

import io.convoy.spark.store.Json;
import java.util.stream.Stream;

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

    public abstract Stream<String> header();

    public abstract String line(PredictionTable.Row row);

    private static String quoted(String text) {
        boolean special = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
