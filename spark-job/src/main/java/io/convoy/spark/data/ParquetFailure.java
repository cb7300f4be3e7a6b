package io.convoy.spark.data;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a table could not be read: only what the reader of Parquet itself stumbles over, as it stands nearest to the
 * cause, is the file's fault. Settings, rights, file systems and Spark have theirs.
 */
final class ParquetFailure {

    /** Parquet, what it unpacks by, and Spark's own readers of its pages. */
    private static final Pattern READERS = Pattern.compile("(shaded[.])?(org[.]apache[.])?parquet[.].*"
            + "|org[.]apache[.]spark[.]sql[.]execution[.]datasources[.]parquet[.]"
            + "(Vectorized|ParquetFooter|ParquetReadSupport|ParquetRow|ParquetToSpark|ParquetVector|SpecificParquet).*"
            + "|org[.]apache[.]spark[.]sql[.]execution[.]vectorized[.].*"
            + "|org[.]apache[.]hadoop[.]io[.]compress[.].*"
            + "|com[.]github[.]luben[.].*|org[.]xerial[.]snappy[.].*|net[.]jpountz[.].*|io[.]airlift[.].*"
            + "|org[.]apache[.]commons[.]compress[.].*|org[.]brotli[.].*");

    private static final Pattern OF_JAVA = Pattern.compile("(java|javax|jdk|sun|scala)[.].*");

    private ParquetFailure() {}

    /** Whether the file is damaged, or its schema none that can be read. */
    static boolean blamesFile(Throwable failure) {
        var cause =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause).reduce(failure, (outer, inner) -> inner);
        if (cause instanceof EOFException) {
            return true;
        }
        if (cause instanceof FileNotFoundException || cause instanceof InterruptedException) {
            return false;
        }
        return Stream.of(cause.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !OF_JAVA.matcher(name).matches())
                .findFirst()
                .map(name -> READERS.matcher(name).matches())
                .orElse(false);
    }

    /** What failed, without the stack that Spark puts below it. */
    static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }
}
