package io.convoy.spark.yarn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The real images, fetched by {@code scripts/fetch-data}. */
final class FashionMnist {

    private FashionMnist() {}

    private static java.nio.file.Path folder() throws IOException {
        var script = YarnCluster.ROOT.resolve("scripts/fetch-data").toString();
        var process = new ProcessBuilder(script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var folder = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (folder.isEmpty()) {
            throw new IOException(script + " brought no data");
        }
        return java.nio.file.Path.of(folder);
    }

    /** All of it, as it was fetched. */
    static void copy(FileSystem fileSystem, String target) throws IOException {
        try (var files = Files.newDirectoryStream(folder(), "*.gz")) {
            for (var file : files) {
                fileSystem.copyFromLocalFile(
                        new Path(file.toUri()),
                        new Path(target, file.getFileName().toString()));
            }
        }
    }

    /** All of it, but half of the file of the training images. */
    static void copyCutShort(FileSystem fileSystem, String target) throws IOException {
        copy(fileSystem, target);
        var images = new Path(target, "train-images-idx3-ubyte.gz");
        fileSystem.truncate(images, fileSystem.getFileStatus(images).getLen() / 2);
    }

    /** The first images of it, unpacked. */
    static void copyPart(FileSystem fileSystem, String target, int train, int test) throws IOException {
        copyFirst(fileSystem, target, "train-images-idx3-ubyte", 16, train);
        copyFirst(fileSystem, target, "train-labels-idx1-ubyte", 8, train);
        copyFirst(fileSystem, target, "t10k-images-idx3-ubyte", 16, test);
        copyFirst(fileSystem, target, "t10k-labels-idx1-ubyte", 8, test);
    }

    /** @param header bytes before the records: magic, count, and what one record's size follows from */
    private static void copyFirst(FileSystem fileSystem, String target, String name, int header, int count)
            throws IOException {
        try (var in = new DataInputStream(new GZIPInputStream(Files.newInputStream(folder().resolve(name + ".gz"))));
                var out = new DataOutputStream(fileSystem.create(new Path(target, name)))) {
            out.writeInt(in.readInt());
            int all = in.readInt();
            if (count > all) {
                throw new IOException(name + " has " + all + " records, not " + count);
            }
            out.writeInt(count);
            int record = 1;
            for (int read = 8; read < header; read += Integer.BYTES) {
                int side = in.readInt();
                out.writeInt(side);
                record *= side;
            }
            out.write(in.readNBytes(count * record));
        }
    }
}
