package io.convoy.spark.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * What the structure of a PNG or a JPEG tells before anything is decoded.
 *
 * @param format as ImageIO names it
 * @param channels samples of a pixel once decoded
 * @param sampleBytes of a sample once decoded
 * @param buffered whether the decoder holds the coefficients of the whole image beside its pixels, as it does for a
 *     progressive JPEG
 */
record EncodedImage(String format, int width, int height, int channels, int sampleBytes, boolean buffered) {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    /** Bytes of a coefficient in the decoder of JPEGs. */
    private static final int COEFFICIENT = 2;

    private static final int ROWS = 16;

    static boolean isPng(byte[] file) {
        return startsWith(file, PNG);
    }

    static boolean isJpeg(byte[] file) {
        return startsWith(file, JPEG);
    }

    /** Whether a file ends as a JPEG does: pixels that begin like one hardly do. */
    static boolean endsAsJpeg(byte[] file) {
        return file.length > 4 && file[file.length - 2] == (byte) 0xff && file[file.length - 1] == (byte) 0xd9;
    }

    /** @throws DataException if that is neither PNG nor JPEG, or one that is cut short or damaged */
    static EncodedImage of(String uri, byte[] file) {
        if (isPng(file)) {
            return png(uri, file);
        }
        if (isJpeg(file)) {
            return jpeg(uri, file);
        }
        throw new DataException(uri, "is neither PNG nor JPEG; replace or remove it");
    }

    /** Pixels of which every so many of every so many rows are kept. */
    long pixels(int step) {
        return (width / step + 1L) * (height / step + 1L);
    }

    int pixelBytes() {
        return channels * sampleBytes;
    }

    /** What the decoder needs beside the pixels that are kept: some rows, and perhaps coefficients. */
    long workingBytes() {
        long coefficients = buffered ? (long) COEFFICIENT * channels * width * height : 0;
        return coefficients + (long) ROWS * width * pixelBytes();
    }

    /** By <a href="https://www.w3.org/TR/png-3/">PNG</a>, 5: chunks of length, type, data and checksum up to IEND. */
    private static EncodedImage png(String uri, byte[] file) {
        var in = ByteBuffer.wrap(file).position(PNG.length);
        EncodedImage header = null;
        while (true) {
            if (in.remaining() < 12) {
                throw cutShort(uri, file);
            }
            int start = in.position();
            int length = in.getInt();
            var type = new String(file, start + 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0 || length > in.remaining() - 8) {
                throw cutShort(uri, file);
            }
            var checksum = new CRC32();
            checksum.update(file, start + 4, 4 + length);
            if ((int) checksum.getValue() != in.getInt(start + 8 + length)) {
                throw new DataException(
                        uri,
                        "is damaged: the checksum of a chunk at byte " + start + " is wrong; replace or remove it");
            }
            if (header == null) {
                if (!type.equals("IHDR") || length != 13) {
                    throw new DataException(uri, "is a PNG without a header; replace or remove it");
                }
                in.position(start + 8);
                header = png(uri, in.getInt(), in.getInt(), in.get(), in.get());
            }
            if (type.equals("IEND")) {
                return header;
            }
            in.position(start + 12 + length);
        }
    }

    private static EncodedImage png(String uri, int width, int height, int bits, int colours) {
        int channels = switch (colours) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 0;
        };
        if (channels == 0 || width < 1 || height < 1) {
            throw new DataException(
                    uri,
                    "is a PNG of " + width + "×" + height + " pixels and colour type " + colours
                            + ", which no PNG has; replace or remove it");
        }
        // One more for what PLTE and tRNS may add.
        return new EncodedImage("png", width, height, Math.min(4, channels + 1), bits > 8 ? 2 : 1, false);
    }

    /** By ITU-T T.81, annex B: segments of marker, length and data up to the first scan. */
    private static EncodedImage jpeg(String uri, byte[] file) {
        var in = ByteBuffer.wrap(file).position(2);
        EncodedImage header = null;
        while (in.remaining() >= 4) {
            if (in.get() != (byte) 0xff) {
                throw new DataException(
                        uri, "is damaged: no marker stands at byte " + (in.position() - 1) + "; replace or remove it");
            }
            int marker = Byte.toUnsignedInt(in.get());
            if (marker == 0xff) { // fill bytes
                in.position(in.position() - 1);
                continue;
            }
            int end = in.position() + Short.toUnsignedInt(in.getShort(in.position()));
            if (end > file.length) {
                break;
            }
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame && end - in.position() >= 8) {
                header = frame(uri, in.position(in.position() + 3), marker);
            } else if (marker == 0xda && header != null && end - in.position() > 2) {
                boolean all = in.get(in.position() + 2) == header.channels;
                return all ? header : new EncodedImage("jpeg", header.width, header.height, header.channels, 1, true);
            }
            in.position(Math.max(end, in.position()));
        }
        throw cutShort(uri, file);
    }

    private static EncodedImage frame(String uri, ByteBuffer in, int marker) {
        int height = Short.toUnsignedInt(in.getShort());
        int width = Short.toUnsignedInt(in.getShort());
        int channels = Byte.toUnsignedInt(in.get());
        if (width < 1 || height < 1 || channels < 1 || channels > 4) {
            throw new DataException(
                    uri,
                    "is a JPEG of " + width + "×" + height + " pixels in " + channels
                            + " channels, where at least 1×1 in 1 to 4 are expected; replace or remove it");
        }
        return new EncodedImage("jpeg", width, height, channels, 1, marker == 0xc2);
    }

    private static DataException cutShort(String uri, byte[] file) {
        return new DataException(uri, "is cut short: it ends after " + file.length + " bytes; replace or remove it");
    }

    private static boolean startsWith(byte[] file, byte[] magic) {
        return file.length >= magic.length && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
    }
}
