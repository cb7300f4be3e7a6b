package io.convoy.spark.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;

/** A model whose every byte follows from a seed, so that a reader can tell a whole one without any manifest. */
final class SeededModel {

    private static final int BYTES = 60_000;

    private SeededModel() {}

    static Path write(Path folder, long seed) throws IOException {
        Files.createDirectories(folder.resolve("details"));
        Files.write(folder.resolve("model.safetensors"), content(seed));
        Files.write(folder.resolve("details").resolve("run.json"), content(seed));
        return folder;
    }

    /** @throws AssertionError if a byte is missing or wrong, or the two files are of different models */
    static long seedOf(FileSystem fileSystem, org.apache.hadoop.fs.Path folder) throws IOException {
        byte[] model = read(fileSystem, new org.apache.hadoop.fs.Path(folder, "model.safetensors"));
        byte[] details = read(fileSystem, new org.apache.hadoop.fs.Path(folder, "details/run.json"));
        if (model.length < Long.BYTES) {
            throw new AssertionError(folder + " has a model of " + model.length + " bytes");
        }
        long seed = ByteBuffer.wrap(model).getLong();
        if (!Arrays.equals(model, content(seed)) || !Arrays.equals(details, model)) {
            throw new AssertionError(folder + " is not a whole model");
        }
        return seed;
    }

    private static byte[] content(long seed) {
        byte[] bytes = new byte[BYTES + (int) (seed % 1000)];
        new Random(seed).nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(seed);
        return bytes;
    }

    private static byte[] read(FileSystem fileSystem, org.apache.hadoop.fs.Path file) throws IOException {
        try (FSDataInputStream in = fileSystem.open(file)) {
            return in.readAllBytes();
        }
    }
}
