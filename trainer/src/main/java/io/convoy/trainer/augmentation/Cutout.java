package io.convoy.trainer.augmentation;

import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.random.Draw;
import java.util.Arrays;

/**
 * Blackens a square of {@code size} pixels around a random pixel, as far as the square lies within the image: DeVries
 * and Taylor, arXiv 1708.04552.
 */
public record Cutout(int size) implements Augmentation {

    private static final byte BLACK = 0;

    public Cutout {
        if (size < 1) {
            throw new IllegalArgumentException("expected size ≥ 1 but found " + size);
        }
    }

    @Override
    public void apply(Draw draw, int record, ImageShape image, byte[] pixels, int offset) {
        long key = draw.key(Draw.CUTOUT, record);
        int top = Draw.below(image.height(), key) - size / 2;
        int left = Draw.below(image.width(), key << 32) - size / 2;
        int from = Math.max(0, left);
        int to = Math.min(image.width(), left + size);
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int y = Math.max(0, top); y < Math.min(image.height(), top + size); y++) {
                int row = offset + (channel * image.height() + y) * image.width();
                Arrays.fill(pixels, row + from, row + to, BLACK);
            }
        }
    }
}
