package io.convoy.spark.data;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * An IDX file of unsigned bytes whose header was found good: images {@code [count][height][width]}, or labels
 * {@code [count]} with height and width 1. The format is the one of <a
 * href="http://yann.lecun.com/exdb/mnist/">MNIST</a>: a magic number and the dimensions as big-endian integers, then
 * the bytes. Gzip is recognised by its content, not by the file's name.
 */
public record IdxFile(String uri, boolean gzip, int headerBytes, int count, int height, int width)
        implements Serializable {

    private static final int IMAGES = 2051;
    private static final int LABELS = 2049;

    /** Records, and bytes of a record, for which arrays are made before a gzip file has shown that it holds them. */
    private static final int MOST_UNSEEN = 1 << 20;

    /** Bytes of a record that a task can hold several of. */
    private static final int MOST_RECORD_BYTES = 16 << 20;

    /** Of its label and its place in the shards. */
    private static final int DRIVER_BYTES_OF_RECORD = 24;

    /**
     * @throws DataException if the file is missing, not an IDX file of images, or not of the length its header tells
     */
    public static IdxFile images(String uri, Configuration hadoop) {
        return open(uri, IMAGES, hadoop);
    }

    /**
     * @throws DataException if the file is missing, not an IDX file of labels, or not of the length its header tells
     */
    public static IdxFile labels(String uri, Configuration hadoop) {
        return open(uri, LABELS, hadoop);
    }

    /** Bytes of one image or label. */
    public int recordBytes() {
        return height * width;
    }

    private static IdxFile open(String uri, int magic, Configuration hadoop) {
        try {
            var path = InputFiles.path(uri);
            var fileSystem = InputFiles.fileSystem(path, hadoop);
            long length = fileSystem.getFileStatus(path).getLen();
            try (var in = fileSystem.open(path)) {
                boolean gzip = isGzip(in);
                var header = header(uri, gzip, in, magic == IMAGES ? 16 : 8);
                var file = parse(uri, gzip, magic, header);
                if (!gzip) {
                    file.requireLength(length);
                } else if (file.count > MOST_UNSEEN || file.recordBytes() > MOST_UNSEEN) {
                    in.seek(0);
                    file.requireRecords(in);
                }
                file.requireMemory(Runtime.getRuntime().maxMemory());
                return file;
            }
        } catch (FileNotFoundException e) {
            throw new DataException(uri, "no such file" + InputFiles.localeHint(uri), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(uri, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Leaves the stream at its beginning. */
    private static boolean isGzip(FSDataInputStream in) throws IOException {
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.seek(0);
        return gzip;
    }

    private static byte[] header(String uri, boolean gzip, InputStream in, int length) throws IOException {
        try {
            byte[] header = (gzip ? new GzipStream(in) : in).readNBytes(length);
            if (header.length == length) {
                return header;
            }
            throw new DataException(
                    uri, "ends after " + header.length + " bytes, within its header of " + length + "; fetch it again");
        } catch (EOFException | ZipException e) {
            throw new DataException(uri, "its gzip data is cut short or damaged within the header; fetch it again", e);
        }
    }

    private static IdxFile parse(String uri, boolean gzip, int magic, byte[] header) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(header));
        requireMagic(uri, magic, in.readInt());
        int count = in.readInt();
        int height = magic == IMAGES ? in.readInt() : 1;
        int width = magic == IMAGES ? in.readInt() : 1;
        if (count < 1 || height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE) {
            throw new DataException(
                    uri,
                    "its header tells of " + count + " records of " + height + "×" + width
                            + " bytes, where each number must be at least 1; fetch it again");
        }
        return new IdxFile(uri, gzip, header.length, count, height, width);
    }

    private static void requireMagic(String uri, int expected, int found) {
        if (found == expected) {
            return;
        }
        String wanted = expected == IMAGES ? "images" : "labels";
        String problem = "expected magic number " + expected + " (IDX " + wanted + ") but found " + found;
        if (found == IMAGES || found == LABELS) {
            throw new DataException(
                    uri,
                    problem + " (IDX " + (found == IMAGES ? "images" : "labels") + "); name the file of " + wanted);
        }
        throw new DataException(uri, problem + "; give an IDX file of unsigned bytes, plain or gzip");
    }

    private void requireLength(long found) {
        long expected = headerBytes + (long) count * recordBytes();
        if (found < expected) {
            throw new DataException(
                    uri,
                    "truncated: expected " + expected + " bytes for " + count + " records of " + recordBytes()
                            + " but found " + found + "; fetch it again");
        }
        if (found > expected) {
            throw trailing(found - expected + " bytes follow");
        }
    }

    /** By unpacking all of it: a header may tell anything. */
    private void requireRecords(InputStream in) throws IOException {
        long found = -headerBytes;
        try {
            var unpacked = new GzipStream(in);
            var buffer = new byte[1 << 16];
            for (int n = 0; n >= 0; n = unpacked.read(buffer)) {
                found += n;
            }
        } catch (EOFException | ZipException e) {
            throw cutShort(Math.max(0, found) / recordBytes());
        }
        if (found < (long) count * recordBytes()) {
            throw cutShort(found / recordBytes());
        }
    }

    private void requireMemory(long heap) {
        if (recordBytes() > MOST_RECORD_BYTES) {
            throw new DataException(
                    uri,
                    "holds images of " + height + "×" + width + " pixels where " + MOST_RECORD_BYTES
                            + " are allowed; scale them down");
        }
        if ((long) count * DRIVER_BYTES_OF_RECORD > heap) {
            throw new DataException(
                    uri,
                    "holds " + count + " records, for which the driver needs "
                            + (((long) count * DRIVER_BYTES_OF_RECORD) >> 20) + " MB of heap where it has "
                            + (heap >> 20)
                            + " MB; raise --driver-memory");
        }
    }

    DataException trailing(String what) {
        return new DataException(
                uri, what + " the " + count + " records that its header tells of; fetch it again or mend its header");
    }

    DataException cutShort(long records) {
        return new DataException(
                uri,
                "cut short after " + records + " of " + count + " records" + (gzip ? " in its gzip data" : "")
                        + "; fetch it again");
    }

    /** @param records how many were read before */
    DataException damaged(long records, IOException cause) {
        if (cause instanceof EOFException) {
            return cutShort(records);
        }
        if (cause instanceof ZipException) {
            return new DataException(
                    uri,
                    "its gzip data is damaged after " + records + " of " + count + " records (" + cause.getMessage()
                            + "); fetch it again",
                    cause);
        }
        return new DataException(uri, "cannot be read: " + cause.getMessage(), cause);
    }
}
