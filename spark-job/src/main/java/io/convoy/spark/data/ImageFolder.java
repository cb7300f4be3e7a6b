package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * PNG and JPEG images, in a folder and all below it or a single one, in the order of their paths.
 *
 * @param root the folder, or the image
 * @param files their URIs
 */
public record ImageFolder(String root, List<String> files) implements Serializable {

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    /** @throws DataException if there is no image */
    public static ImageFolder list(String uri, Configuration hadoop) {
        var files = new ArrayList<String>();
        try {
            var path = new Path(uri);
            var fileSystem = path.getFileSystem(hadoop);
            var found = fileSystem.listFiles(path, true);
            while (found.hasNext()) {
                var file = found.next().getPath();
                if (isImage(file.getName())) {
                    files.add(file.toString());
                }
            }
            if (files.isEmpty()) {
                throw new DataException(
                        uri,
                        "holds no file that ends in " + String.join(", ", ENDINGS) + " or " + ParquetImages.ENDING);
            }
            return new ImageFolder(
                    fileSystem.makeQualified(path).toString(),
                    files.stream().sorted().toList());
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(uri, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** The path of an image within the folder; of a single image its name. */
    public String name(int image) {
        var file = files.get(image);
        return file.equals(root) ? new Path(file).getName() : file.substring(root.length() + 1);
    }

    /** Images {@code first} to {@code end − 1} with labels 0, or the defect of the first one that has any. */
    Portion portion(int id, int first, int end, ImageShape shape, Configuration hadoop) {
        int size = end - first;
        var images = new Shard(id, shape, new byte[size * shape.size()], new byte[size], new int[size]);
        for (int i = 0; i < size; i++) {
            images.records()[i] = first + i;
            var file = files.get(first + i);
            try {
                System.arraycopy(read(file, shape, hadoop), 0, images.pixels(), i * shape.size(), shape.size());
            } catch (DataException e) {
                return new Portion(images, e.getMessage());
            }
        }
        return new Portion(images, null);
    }

    private static byte[] read(String file, ImageShape shape, Configuration hadoop) {
        var path = new Path(file);
        try (var in = path.getFileSystem(hadoop).open(path)) {
            return ImageFile.read(file, in, shape);
        } catch (IOException e) {
            throw new DataException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    static boolean isImage(String name) {
        return ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }
}
