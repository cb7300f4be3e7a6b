package io.convoy.spark.data;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Data that cannot be used. The message is one line for a person: the file, what was found, what is allowed, the mend.
 */
public final class DataException extends RuntimeException {

    /** What {@link #withoutUserInfo} takes away. */
    public static final Pattern USER_INFO =
            Pattern.compile("(?<=://)(?:[^/@\\s\"']*|[^/@:\\s\"']*:(?!\\d+/)[^@\\s\"']*)@");

    /** A name and a password: a name alone may be one of a container, as in {@code abfs://container@account}. */
    public static final Pattern PASSWORD = Pattern.compile("://[^/@:\\s]*:(?!\\d+/)[^@\\s]*@");

    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]");

    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }

    DataException(String uri, String problem) {
        this(withoutUserInfo(uri) + ": " + problem);
    }

    DataException(String uri, String problem, Throwable cause) {
        super(withoutUserInfo(uri) + ": " + problem, cause);
    }

    /**
     * Data that are not what the run began with: whatever a run had computed from both would be wrong.
     *
     * @param how it was noticed
     */
    public static DataException changed(String uri, String how) {
        return new DataException(uri, changed(how));
    }

    /**
     * Data that could be read when the run began.
     *
     * @param failure what reading them again ended with; empty if there is none of theirs among its causes
     */
    public static Optional<DataException> changed(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(DataException.class::isInstance)
                .findFirst()
                .map(cause -> new DataException(changed(String.valueOf(cause.getMessage()))));
    }

    private static String changed(String how) {
        return "the data changed while the run was under way (" + how
                + "); start it again, and leave the files as they are until it has ended";
    }

    /**
     * Why Spark must not get to see a URI: what it reads and writes as a table stands in its event log and on its pages
     * as it was named. Nothing if the URI holds no password.
     */
    public static Optional<String> secretForSpark(String uri) {
        return PASSWORD.matcher(uri).find()
                ? Optional.of(
                        "holds a password, which Spark would show on its pages; give it by Hadoop's configuration of"
                                + " that file system, and leave it out of the URI")
                : Optional.empty();
    }

    /**
     * A text that names of files may stand in, as one line for a terminal: control characters, line ends and marks that
     * change the direction of writing are shown as <code>\\u</code> and four digits.
     */
    public static String printable(String text) {
        return UNPRINTABLE
                .matcher(text)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    /**
     * Keeps keys and passwords that stand before a host, as in {@code s3a://key:secret@bucket}, out of a URI or of a
     * text with URIs in it. A secret may hold slashes; a number after the colon is a port.
     */
    public static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("");
    }
}
