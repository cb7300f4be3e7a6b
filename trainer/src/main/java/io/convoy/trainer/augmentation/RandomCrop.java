package io.convoy.trainer.augmentation;

import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.random.Draw;
import java.util.Arrays;

/**
 * Frames an image with {@code padding} black pixels on each side and cuts it to its size again at a random place: all
 * shifts by up to {@code padding} rows and columns are equally likely.
 */
public record RandomCrop(int padding) implements Augmentation {

    private static final byte BLACK = 0;

    public RandomCrop {
        if (padding < 1) {
            throw new IllegalArgumentException("expected padding ≥ 1 but found " + padding);
        }
    }

    @Override
    public void apply(Draw draw, int record, ImageShape image, byte[] pixels, int offset) {
        long key = draw.key(Draw.CROP, record);
        int down = Draw.below(2 * padding + 1, key) - padding;
        int right = Draw.below(2 * padding + 1, key << 32) - padding;
        for (int channel = 0; channel < image.channels(); channel++) {
            shift(image, down, right, pixels, offset + channel * image.height() * image.width());
        }
    }

    /** Row by row in the order in which no row is overwritten before it has moved. */
    private static void shift(ImageShape image, int down, int right, byte[] pixels, int offset) {
        int height = image.height();
        int width = image.width();
        int kept = Math.max(0, width - Math.abs(right));
        for (int i = 0; i < height; i++) {
            int row = down > 0 ? height - 1 - i : i;
            int source = row - down;
            int to = offset + row * width;
            if (source < 0 || source >= height || kept == 0) {
                Arrays.fill(pixels, to, to + width, BLACK);
            } else if (right >= 0) {
                System.arraycopy(pixels, offset + source * width, pixels, to + right, kept);
                Arrays.fill(pixels, to, to + right, BLACK);
            } else {
                System.arraycopy(pixels, offset + source * width - right, pixels, to, kept);
                Arrays.fill(pixels, to + kept, to + width, BLACK);
            }
        }
    }
}
