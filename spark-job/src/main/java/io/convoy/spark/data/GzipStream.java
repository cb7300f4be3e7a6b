package io.convoy.spark.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks gzip and can tell, at the end, whether something that is no gzip follows: the JDK skips that silently. */
final class GzipStream extends GZIPInputStream {

    private static final int TRAILER_BYTES = 8;

    GzipStream(InputStream in) throws IOException {
        super(in, 1 << 16);
    }

    /** To be asked after {@code read} has returned -1. */
    boolean hasTrailingBytes() throws IOException {
        return inf.getRemaining() > TRAILER_BYTES || in.read() >= 0;
    }
}
