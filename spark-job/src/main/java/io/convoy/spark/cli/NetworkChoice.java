package io.convoy.spark.cli;

import io.convoy.spark.data.InputFiles;
import io.convoy.trainer.model.NetworkJson;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.network.Variant;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/**
 * A network by its name, or by the JSON file that describes it.
 *
 * @param variant how a named network differs from the published one
 */
record NetworkChoice(String nameOrUri, Variant variant) {

    private static final int MOST_BYTES = 1 << 20;

    boolean isFile() {
        return !Networks.names().contains(nameOrUri);
    }

    /** The name without what only a place has. */
    String shortName() {
        var last = nameOrUri.substring(nameOrUri.lastIndexOf('/') + 1);
        return isFile() ? last.replaceAll("\\.json$", "").replaceAll("[^\\p{Alnum}._-]", "-") : nameOrUri;
    }

    /** @throws IllegalArgumentException in one line, if there is no such network or it does not take such images */
    Network create(ImageShape image, int classes, Configuration hadoop) {
        return isFile()
                ? NetworkJson.read(text(hadoop), image, classes)
                : Networks.create(nameOrUri, image, classes, variant);
    }

    /** @throws IllegalArgumentException in one line, for what is wrong with a file whatever the images are */
    void check(int classes, Configuration hadoop) {
        if (isFile()) {
            NetworkJson.check(text(hadoop), classes);
        }
    }

    private String text(Configuration hadoop) {
        try {
            var path = InputFiles.path(nameOrUri);
            try (var in = InputFiles.fileSystem(path, hadoop).open(path)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new IllegalArgumentException("has more than " + MOST_BYTES + " bytes; use blocks and repeat");
                }
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException("there is no such file; name " + NetworkOptions.NETWORK.allowed(), e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8; name " + NetworkOptions.NETWORK.allowed(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
        }
    }
}
