package io.convoy.spark.registry;

import java.util.regex.Pattern;

/**
 * The name of one scheduled run, which is also the name of its folder: letters, digits, {@code . _ -}, at most 100 of
 * them, the first a letter or a digit. HDFS allows no colon in a name, so a date comes as {@code 2026-01-31} or
 * {@code 20260131T020000}.
 */
public record RunId(String value) {

    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public RunId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "run id '" + value + "' is not allowed: expected 1 to 100 letters, digits"
                            + " or . _ - beginning with a letter or digit, such as 2026-01-31");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
