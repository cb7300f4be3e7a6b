package io.convoy.spark.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;

/** Reads the records of an {@link IdxFile} one portion after the other, never the whole file at once. */
final class IdxReader implements Closeable {

    private static final int MOST_UNSEEN = 4 << 20;

    private final IdxFile file;
    private final InputStream in;
    private int next;

    private IdxReader(IdxFile file, InputStream in, int next) {
        this.file = file;
        this.in = in;
        this.next = next;
    }

    /** Stands at record {@code first}, which must be 0 in a gzip file. */
    static IdxReader open(IdxFile file, int first, Configuration hadoop) throws IOException {
        if (file.gzip() && first > 0) {
            throw new IllegalArgumentException(
                    "gzip is read from its beginning but record " + first + " was asked for");
        }
        var path = InputFiles.path(file.uri());
        var in = InputFiles.fileSystem(path, hadoop).open(path);
        if (file.gzip()) {
            var unpacked = new GzipStream(in);
            unpacked.skipNBytes(file.headerBytes());
            return new IdxReader(file, unpacked, 0);
        }
        in.seek(file.headerBytes() + (long) first * file.recordBytes());
        return new IdxReader(file, in, first);
    }

    /**
     * The next records, one after the other.
     *
     * @throws DataException if the file ends before
     */
    byte[] read(int records) throws IOException {
        int wanted = Math.multiplyExact(records, file.recordBytes());
        // Never by what the header tells: as much as has come, twice.
        byte[] bytes = new byte[Math.min(wanted, MOST_UNSEEN)];
        int found = 0;
        try {
            while (found < wanted) {
                if (found == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, 2L * found));
                }
                int n = in.read(bytes, found, bytes.length - found);
                if (n < 0) {
                    throw file.cutShort(next + found / file.recordBytes());
                }
                found += n;
            }
        } catch (EOFException | ZipException e) {
            throw damaged(found, e);
        }
        next += records;
        return bytes;
    }

    /** @throws DataException unless the file ends here, and for gzip, unless its checksum is right */
    void requireEnd() throws IOException {
        try {
            if (in.read() >= 0) {
                throw file.trailing("more bytes follow");
            }
            if (in instanceof GzipStream gzip && gzip.hasTrailingBytes()) {
                throw file.trailing("bytes that are no gzip follow");
            }
        } catch (EOFException | ZipException e) {
            throw damaged(0, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private DataException damaged(int bytes, IOException cause) {
        int records = next + bytes / file.recordBytes();
        if (cause instanceof EOFException) {
            return file.cutShort(records);
        }
        return new DataException(
                file.uri(),
                "its gzip data is damaged after " + records + " of " + file.count() + " records (" + cause.getMessage()
                        + "); fetch it again",
                cause);
    }
}
