package io.convoy.spark.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;

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

    /**
     * Stands at record {@code first}; in a gzip file all before it is unpacked.
     *
     * @throws DataException if the file is gone, or not what it was found to be
     */
    static IdxReader open(IdxFile file, int first, Configuration hadoop) throws IOException {
        var path = InputFiles.path(file.uri());
        long start = file.headerBytes() + (long) first * file.recordBytes();
        try {
            var in = InputFiles.fileSystem(path, hadoop).open(path);
            try {
                if (!file.gzip()) {
                    in.seek(start);
                    return new IdxReader(file, in, first);
                }
                var unpacked = new GzipStream(in);
                unpacked.skipNBytes(start);
                return new IdxReader(file, unpacked, first);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (EOFException e) {
            throw new DataException(file.uri(), "ends before record " + first + "; fetch it again", e);
        } catch (ZipException | FileNotFoundException | ChecksumException e) {
            throw file.damaged(0, e);
        }
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
        } catch (EOFException | ZipException | ChecksumException e) {
            throw file.damaged(next + found / file.recordBytes(), e);
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
        } catch (EOFException | ZipException | ChecksumException e) {
            throw file.damaged(next, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
