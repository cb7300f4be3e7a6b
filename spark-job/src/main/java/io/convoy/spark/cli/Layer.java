package io.convoy.spark.cli;

import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The options that one place sets, by key.
 *
 * @param name of the file or preset; empty for the others
 */
record Layer(Origin origin, String name, Map<String, String> values) {

    /** The places that set options, the strongest first. */
    enum Origin {
        FLAG,
        FILE,
        SPARK,
        PRESET
    }

    static final String SPARK_PREFIX = "spark.convoy.";

    Layer {
        values = Map.copyOf(values);
    }

    static Map<String, String> texts(Properties properties) {
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(
                        key -> key, key -> properties.getProperty(key).strip()));
    }

    /** How a person writes this option here. */
    String assignment(String key, String value) {
        return switch (origin) {
            case FLAG -> Option.flag(key) + " " + value;
            case FILE, PRESET -> key + "=" + value;
            case SPARK -> SPARK_PREFIX + key + "=" + value;
        };
    }

    /** The option as it stands here, and where that is. */
    String culprit(String key, String value) {
        return assignment(key, value)
                + switch (origin) {
                    case FLAG, SPARK -> "";
                    case FILE -> " in " + name;
                    case PRESET -> " in preset " + name;
                };
    }

    /** For the last column of a dry run. */
    String source(String key) {
        return switch (origin) {
            case FLAG -> "flag " + Option.flag(key);
            case FILE -> "file " + name;
            case SPARK -> SPARK_PREFIX + key;
            case PRESET -> "preset " + name;
        };
    }
}
