package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * PNG and JPEG images, in a folder and all below it or a single one, in the order of their paths.
 *
 * @param root the folder, or the image
 * @param files their URIs
 */
record ImageFolder(String root, List<String> files) {

    static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    /** Of a file as it is stored. */
    private static final long MOST_BYTES =
            Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 16);

    /**
     * Consecutive images.
     *
     * @param first the place of the first among all
     * @param uris where they are
     * @param names what they are called
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(int first, String[] uris, String[] names) implements Serializable {

        /** The images, or the defect of the first that cannot be read at all. */
        ImageBatch batch(ImageShape shape, Configuration hadoop) {
            var packer = new BatchPacker(shape, uris.length, true);
            for (int i = 0; i < uris.length; i++) {
                var uri = uris[i];
                var name = names[i];
                byte[] file;
                try {
                    file = bytes(uri, hadoop);
                } catch (DataException e) {
                    return packer.pack(0, first, e.getMessage());
                }
                packer.add(() -> ImageFile.read(uri, file, shape), () -> name);
            }
            return packer.pack(0, first, null);
        }
    }

    List<Part> parts(int imagesOfPart) {
        var parts = new ArrayList<Part>();
        var path = new Path(root);
        for (int first = 0; first < files.size(); first += imagesOfPart) {
            var uris = files.subList(first, Math.min(files.size(), first + imagesOfPart));
            var names = uris.stream().map(uri -> InputFiles.name(path, new Path(uri)));
            parts.add(new Part(first, uris.toArray(String[]::new), names.toArray(String[]::new)));
        }
        return parts;
    }

    /** What a file system could not read is thrown, as Spark may try it again. */
    private static byte[] bytes(String uri, Configuration hadoop) {
        var path = new Path(uri);
        try (var in = InputFiles.fileSystem(path, hadoop).open(path)) {
            byte[] file = in.readNBytes((int) MOST_BYTES + 1);
            if (file.length <= MOST_BYTES) {
                return file;
            }
            throw new DataException(
                    uri, "is of more than the " + (MOST_BYTES >> 20) + " MB that are allowed; scale it down");
        } catch (FileNotFoundException | AccessControlException e) {
            throw InputFiles.unreadable(uri, e);
        } catch (IOException e) {
            throw new UncheckedIOException(DataException.withoutUserInfo(uri) + " cannot be read", e);
        }
    }

    static boolean isImage(String name) {
        return ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }
}
