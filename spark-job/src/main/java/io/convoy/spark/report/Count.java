package io.convoy.spark.report;

import java.util.Locale;

/** A number of things in words: 1 epoch, 10,000 images. */
public final class Count {

    private Count() {}

    /** @param noun the thing in the singular */
    public static String of(long number, String noun) {
        var plural = noun.endsWith("s") ? "es" : "s";
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : plural);
    }
}
