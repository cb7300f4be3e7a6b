package io.convoy.spark.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Black PNG files that unpack to many times their size. */
public final class Bombs {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Bombs() {}

    /**
     * @param colours 0 grey, 2 red, green and blue, 6 with alpha
     * @param interlace 0 none, 1 that of Adam
     */
    public static byte[] png(int width, int height, int bits, int colours, int interlace) {
        int channels = colours == 0 ? 1 : colours == 2 ? 3 : 4;
        long bytes = 0;
        if (interlace == 0) {
            bytes = (1 + ((long) width * channels * bits + 7) / 8) * height;
        } else {
            int[][] passes = {
                {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
            };
            for (var pass : passes) {
                long columns = (width - pass[0] + pass[2] - 1) / pass[2];
                long rows = (height - pass[1] + pass[3] - 1) / pass[3];
                bytes += columns == 0 ? 0 : (1 + (columns * channels * bits + 7) / 8) * rows;
            }
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", header(width, height, bits, colours, interlace));
        chunk(file, "IDAT", zeros(bytes));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    /** An image of 3×2 with a palette and a compressed text of so many bytes. */
    public static byte[] pngWithText(int bytes) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", header(3, 2, 8, 3, 0));
        var text = new ByteArrayOutputStream();
        text.writeBytes("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1));
        text.writeBytes(zeros(bytes));
        chunk(file, "zTXt", text.toByteArray());
        chunk(file, "PLTE", new byte[3]);
        chunk(file, "IDAT", zeros(8));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    /** The same file with right checksums where its chunks can be told. */
    static byte[] withChecksums(byte[] png) {
        var in = ByteBuffer.wrap(png.clone());
        int at = 8;
        while (at + 12 <= png.length) {
            int length = in.getInt(at);
            if (length < 0 || length > png.length - at - 12) {
                break;
            }
            in.putInt(at + 8 + length, checksum(png, at + 4, 4 + length));
            at += 12 + length;
        }
        return in.array();
    }

    private static byte[] header(int width, int height, int bits, int colours, int interlace) {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colours)
                .putShort((short) 0)
                .put((byte) interlace)
                .array();
    }

    /** By RFC 1950: a block of a mebibyte many times, as to deflate each of them takes long. */
    private static byte[] zeros(long count) {
        var packed = new ByteArrayOutputStream();
        packed.writeBytes(new byte[] {0x78, (byte) 0x9c});
        var block = deflated(1 << 20, false);
        for (long left = count; left >= 1 << 20; left -= 1 << 20) {
            packed.writeBytes(block);
        }
        packed.writeBytes(deflated((int) (count % (1 << 20)), true));
        int adler = (int) (count % 65521) << 16 | 1;
        packed.writeBytes(ByteBuffer.allocate(4).putInt(adler).array());
        return packed.toByteArray();
    }

    private static byte[] deflated(int zeros, boolean last) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[zeros]);
        if (last) {
            deflater.finish();
        }
        var packed = new byte[1 << 14];
        int size = deflater.deflate(packed, 0, packed.length, last ? Deflater.NO_FLUSH : Deflater.FULL_FLUSH);
        deflater.end();
        return Arrays.copyOf(packed, size);
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        var chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
        chunk.put(type.getBytes(StandardCharsets.ISO_8859_1)).put(data);
        chunk.putInt(checksum(chunk.array(), 4, 4 + data.length));
        file.writeBytes(chunk.array());
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
