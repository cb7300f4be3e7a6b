package io.convoy.spark.data;

/**
 * Data that cannot be used. The message is one line for a person: the file, what was found, what is allowed, the mend.
 */
public final class DataException extends RuntimeException {

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

    /** Keeps a key or password that stands before the host, as in {@code s3a://key:secret@bucket}, out of messages. */
    public static String withoutUserInfo(String uri) {
        return uri.replaceFirst("://[^/@]*@", "://");
    }
}
