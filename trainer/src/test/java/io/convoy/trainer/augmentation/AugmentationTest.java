package io.convoy.trainer.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.random.Draw;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {

    private static final ImageShape IMAGE = new ImageShape(3, 5, 7);
    private static final int OFFSET = 11;
    private static final Draw DRAW = new Draw(7, 2);

    static List<Augmentation> all() {
        return List.of(
                new RandomCrop(2), HorizontalFlip.RANDOM, HorizontalFlip.ALTERNATING, new Cutout(3), new Cutout(50));
    }

    /** No pixel is black. */
    private static byte[] pixels() {
        var pixels = new byte[IMAGE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i + 1);
        }
        return pixels;
    }

    private static byte[] augmented(Augmentation augmentation, Draw draw, int record) {
        var array = new byte[OFFSET + IMAGE.size() + 5];
        Arrays.fill(array, (byte) -77);
        System.arraycopy(pixels(), 0, array, OFFSET, IMAGE.size());
        augmentation.apply(draw, record, IMAGE, array, OFFSET);
        for (int i = 0; i < array.length; i++) {
            if (i < OFFSET || i >= OFFSET + IMAGE.size()) {
                assertEquals(-77, array[i], "beside the image, at " + i);
            }
        }
        return Arrays.copyOfRange(array, OFFSET, OFFSET + IMAGE.size());
    }

    /** The image shifted by some rows and columns, black where nothing comes from. */
    private static byte[] shifted(int down, int right) {
        var original = pixels();
        var shifted = new byte[original.length];
        for (int c = 0; c < IMAGE.channels(); c++) {
            for (int y = 0; y < IMAGE.height(); y++) {
                for (int x = 0; x < IMAGE.width(); x++) {
                    int fromY = y - down;
                    int fromX = x - right;
                    if (fromY >= 0 && fromY < IMAGE.height() && fromX >= 0 && fromX < IMAGE.width()) {
                        shifted[at(c, y, x)] = original[at(c, fromY, fromX)];
                    }
                }
            }
        }
        return shifted;
    }

    private static int at(int c, int y, int x) {
        return (c * IMAGE.height() + y) * IMAGE.width() + x;
    }

    /** Padding wider than the image, too, which then may leave nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void shouldCropToEveryPlaceEquallyOften(int padding) {
        var places = new HashMap<String, Integer>();
        int side = 2 * padding + 1;
        for (int down = -padding; down <= padding; down++) {
            for (int right = -padding; right <= padding; right++) {
                places.merge(Arrays.toString(shifted(down, right)), 1, Integer::sum);
            }
        }
        var found = new HashMap<String, Integer>();
        int draws = 200 * side * side;
        for (int record = 0; record < draws; record++) {
            found.merge(Arrays.toString(augmented(new RandomCrop(padding), DRAW, record)), 1, Integer::sum);
        }
        assertEquals(places.keySet(), found.keySet());
        for (Map.Entry<String, Integer> place : places.entrySet()) {
            int expected = 200 * place.getValue();
            assertEquals(expected, found.get(place.getKey()), 6 * Math.sqrt(expected));
        }
    }

    @Test
    void shouldFlipLeftAndRight() {
        var flipped = new byte[IMAGE.size()];
        for (int i = 0; i < flipped.length; i++) {
            int x = i % IMAGE.width();
            flipped[i] = pixels()[i - x + IMAGE.width() - 1 - x];
        }
        int flips = 0;
        for (int record = 0; record < 1000; record++) {
            var found = augmented(HorizontalFlip.RANDOM, DRAW, record);
            boolean isFlipped = Arrays.equals(flipped, found);
            assertTrue(isFlipped || Arrays.equals(pixels(), found));
            flips += isFlipped ? 1 : 0;
        }
        assertEquals(500, flips, 80);
    }

    @Test
    void shouldFlipEveryImageInEveryOtherEpoch() {
        int first = 0;
        for (int record = 0; record < 1000; record++) {
            boolean before = HorizontalFlip.ALTERNATING.flips(new Draw(7, 1), record);
            first += before ? 1 : 0;
            for (int epoch = 2; epoch < 9; epoch++) {
                boolean now = HorizontalFlip.ALTERNATING.flips(new Draw(7, epoch), record);
                assertTrue(now != before);
                before = now;
            }
        }
        assertEquals(500, first, 80);
    }

    @Test
    void shouldBlackenASquareAroundAnyPixel() {
        var centres = new HashSet<List<Integer>>();
        for (int record = 0; record < 2000; record++) {
            var found = augmented(new Cutout(3), DRAW, record);
            int top = IMAGE.height();
            int bottom = -1;
            int left = IMAGE.width();
            int right = -1;
            for (int i = 0; i < found.length; i++) {
                if (found[i] == 0) {
                    int y = i / IMAGE.width() % IMAGE.height();
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                    left = Math.min(left, i % IMAGE.width());
                    right = Math.max(right, i % IMAGE.width());
                } else {
                    assertEquals(pixels()[i], found[i]);
                }
            }
            int black = 0;
            for (byte pixel : found) {
                black += pixel == 0 ? 1 : 0;
            }
            assertEquals(3 * (bottom - top + 1) * (right - left + 1), black, "one square in each channel");
            assertTrue(bottom - top < 3 && right - left < 3);
            centres.add(List.of(top, bottom, left, right));
        }
        assertEquals(IMAGE.height() * IMAGE.width(), centres.size());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldDependOnSeedEpochAndRecordAlone(Augmentation augmentation) {
        var images = new HashSet<String>();
        for (int record = 0; record < 40; record++) {
            var once = augmented(augmentation, DRAW, record);
            augmented(augmentation, new Draw(1, 1), 5);
            assertArrayEquals(once, augmented(augmentation, DRAW, record));
            images.add(Arrays.toString(once));
        }
        assertTrue(images.size() > 1 || augmentation.equals(new Cutout(50)), augmentation.toString());
    }

    /** The same image in another minibatch, another place and another shard. */
    @Test
    void shouldGiveAnImageTheSameBytesWhereverItLies() {
        var augmentations = List.of(new RandomCrop(2), HorizontalFlip.RANDOM, new Cutout(3));
        var random = new Random(3);
        var pixels = new byte[20 * IMAGE.size()];
        random.nextBytes(pixels);
        int[] records = random.ints(20, 0, 60_000).toArray();
        var labels = new byte[20];
        random.nextBytes(labels);
        var shard = new Shard(0, IMAGE, pixels, labels, records);
        var size = IMAGE.size();
        var alone = new Shard(
                5, IMAGE, Arrays.copyOfRange(pixels, 13 * size, 14 * size), new byte[] {labels[13]}, new int[] {
                    records[13]
                });
        int[] order = {4, 9, 13, 1, 13};

        var together = new AugmentedImages(augmentations, IMAGE, 4).of(DRAW, shard, order, 1, 4);
        var single = new AugmentedImages(augmentations, IMAGE, 1).of(DRAW, alone, new int[] {0}, 0, 1);

        for (int place : new int[] {1, 3}) {
            assertArrayEquals(single.pixels(), Arrays.copyOfRange(together.pixels(), place * size, (place + 1) * size));
            assertEquals(labels[13], together.labels()[place]);
            assertEquals(records[13], together.records()[place]);
        }
        assertFalse(Arrays.equals(alone.pixels(), single.pixels()));
        assertArrayEquals(Arrays.copyOfRange(pixels, 13 * size, 14 * size), alone.pixels(), "the shard is not changed");
    }

    @Test
    void shouldRefuseImagesOfAnotherShape() {
        var other = new Shard(3, new ImageShape(1, 5, 7), new byte[35], new byte[1], new int[1]);

        var error = assertThrows(
                IllegalArgumentException.class,
                () -> new AugmentedImages(List.of(), IMAGE, 1).of(DRAW, other, new int[1], 0, 1));

        assertTrue(error.getMessage().contains("shard 3"), error.getMessage());
    }

    @Test
    void shouldRefuseSizesThatDoNothing() {
        assertThrows(IllegalArgumentException.class, () -> new RandomCrop(0));
        assertThrows(IllegalArgumentException.class, () -> new Cutout(0));
    }
}
