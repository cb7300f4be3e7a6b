package io.convoy.trainer;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.util.Random;

/** Images that a network can learn in a moment: noise, and for each class a bright bar in another place. */
public final class SyntheticImages {

    private SyntheticImages() {}

    public static Shard shard(int id, ImageShape image, int classes, int images, long seed) {
        var random = new Random(seed);
        var pixels = new byte[images * image.size()];
        var labels = new byte[images];
        var records = new int[images];
        random.nextBytes(pixels);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (Byte.toUnsignedInt(pixels[i]) / 4);
        }
        for (int i = 0; i < images; i++) {
            int label = random.nextInt(classes);
            labels[i] = (byte) label;
            records[i] = 1000 * id + i;
            for (int channel = 0; channel < image.channels(); channel++) {
                int row = label * (image.height() - 1) / Math.max(1, classes - 1);
                int start = ((i * image.channels() + channel) * image.height() + row) * image.width();
                for (int column = 1; column < image.width() - 1; column++) {
                    pixels[start + column] = (byte) (200 + random.nextInt(50));
                }
            }
        }
        return new Shard(id, image, pixels, labels, records);
    }
}
