package io.convoy.trainer.augmentation;

import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.random.Draw;

/** Turns left and right round. */
public enum HorizontalFlip implements Augmentation {
    /** In every epoch half of the images, drawn anew. */
    RANDOM {
        @Override
        boolean flips(Draw draw, int record) {
            return Draw.below(2, draw.key(Draw.FLIP, record)) == 1;
        }
    },
    /** Each image in every other epoch, half of them in the first: Jordan, arXiv 2404.00498. */
    ALTERNATING {
        @Override
        boolean flips(Draw draw, int record) {
            int first = Draw.below(2, new Draw(draw.seed(), 0).key(Draw.FLIP, record));
            return (draw.epoch() + first) % 2 == 1;
        }
    };

    abstract boolean flips(Draw draw, int record);

    @Override
    public void apply(Draw draw, int record, ImageShape image, byte[] pixels, int offset) {
        if (flips(draw, record)) {
            int width = image.width();
            int end = offset + image.size();
            for (int row = offset; row < end; row += width) {
                reverse(pixels, row, width);
            }
        }
    }

    private static void reverse(byte[] pixels, int first, int width) {
        for (int left = first, right = first + width - 1; left < right; left++, right--) {
            byte pixel = pixels[left];
            pixels[left] = pixels[right];
            pixels[right] = pixel;
        }
    }

    @Override
    public String toString() {
        return "HorizontalFlip[" + name() + "]";
    }
}
