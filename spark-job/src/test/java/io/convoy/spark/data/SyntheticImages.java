package io.convoy.spark.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Images of ten classes that a network learns within an epoch, and IDX files of them: a bright square on noise whose
 * place tells the class.
 */
public record SyntheticImages(int count, int side, byte[] pixels, byte[] labels) {

    public static final int CLASSES = 10;

    public static SyntheticImages of(int count, int side, long seed) {
        var random = new Random(seed);
        byte[] pixels = new byte[count * side * side];
        byte[] labels = new byte[count];
        random.nextBytes(labels);
        for (int i = 0; i < count; i++) {
            int label = Byte.toUnsignedInt(labels[i]) % CLASSES;
            labels[i] = (byte) label;
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    boolean bright = y / (side / 3 + 1) == label / 4 && x / (side / 4 + 1) == label % 4;
                    pixels[(i * side + y) * side + x] = (byte) ((bright ? 120 : 0) + random.nextInt(130));
                }
            }
        }
        return new SyntheticImages(count, side, pixels, labels);
    }

    public byte[] imageFile() {
        return ByteBuffer.allocate(16 + pixels.length)
                .putInt(2051)
                .putInt(count)
                .putInt(side)
                .putInt(side)
                .put(pixels)
                .array();
    }

    public byte[] labelFile() {
        return ByteBuffer.allocate(8 + count)
                .putInt(2049)
                .putInt(count)
                .put(labels)
                .array();
    }

    /** Writes {@code part-images-idx3-ubyte} and {@code part-labels-idx1-ubyte}. */
    public SyntheticImages write(Path folder, LabelledFiles.Part part) {
        write(folder.resolve(prefix(part) + "-images-idx3-ubyte"), imageFile());
        write(folder.resolve(prefix(part) + "-labels-idx1-ubyte"), labelFile());
        return this;
    }

    /** The same with {@code .gz}. */
    public SyntheticImages writeGzip(Path folder, LabelledFiles.Part part) {
        write(folder.resolve(prefix(part) + "-images-idx3-ubyte.gz"), gzip(imageFile()));
        write(folder.resolve(prefix(part) + "-labels-idx1-ubyte.gz"), gzip(labelFile()));
        return this;
    }

    static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String prefix(LabelledFiles.Part part) {
        return part == LabelledFiles.Part.TRAIN ? "train" : "t10k";
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
