package io.convoy.spark.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How a prediction becomes a line. */
enum PredictionFormat {
    /** A JSON object a line (jsonlines.org). */
    JSONL {
        @Override
        Stream<String> header() {
            return Stream.empty();
        }

        @Override
        String line(PredictionTable.Row row) {
            return Json.line(row);
        }
    },
    /** RFC 4180 with a header. */
    CSV {
        @Override
        Stream<String> header() {
            return Stream.of("image,label,name,probability");
        }

        @Override
        String line(PredictionTable.Row row) {
            return quoted(row.image().toString())
                    + ','
                    + row.label()
                    + ','
                    + quoted(row.name())
                    + ','
                    + row.probability();
        }
    };

    static final Map<String, PredictionFormat> BY_NAME = byName();

    abstract Stream<String> header();

    abstract String line(PredictionTable.Row row);

    private static Map<String, PredictionFormat> byName() {
        var formats = new LinkedHashMap<String, PredictionFormat>();
        formats.put("jsonl", JSONL);
        formats.put("csv", CSV);
        return formats;
    }

    private static String quoted(String text) {
        boolean special = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
