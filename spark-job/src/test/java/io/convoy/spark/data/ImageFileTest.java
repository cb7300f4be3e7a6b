package io.convoy.spark.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.network.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

    private static final ImageShape GREY = new ImageShape(1, 2, 3);
    private static final ImageShape COLOUR = new ImageShape(3, 2, 3);

    @Test
    void shouldKeepGreySamples() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        int[] samples = {0, 1, 50, 128, 200, 255};
        image.getRaster().setPixels(0, 0, 3, 2, samples);

        assertArrayEquals(new byte[] {0, 1, 50, (byte) 128, (byte) 200, (byte) 255}, read(png(image), GREY));
    }

    @Test
    void shouldTakeHighBytesOfSixteenBitGrey() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, 3, 2, new int[] {0, 257, 0x8080, 0xffff, 0, 0});

        assertArrayEquals(new byte[] {0, 1, (byte) 128, (byte) 255, 0, 0}, read(png(image), GREY));
    }

    @Test
    void shouldTurnColoursIntoLuminance() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 3, 2, new int[] {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0, 0x808080}, 0, 3);

        assertArrayEquals(new byte[] {76, (byte) 150, 29, (byte) 255, 0, (byte) 128}, read(png(image), GREY));
    }

    @Test
    void shouldGiveOnePlaneToEachColour() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 3, 2, new int[] {0x010203, 0x040506, 0x070809, 0x0a0b0c, 0x0d0e0f, 0x101112}, 0, 3);

        assertArrayEquals(
                new byte[] {1, 4, 7, 10, 13, 16, 2, 5, 8, 11, 14, 17, 3, 6, 9, 12, 15, 18}, read(png(image), COLOUR));
    }

    @Test
    void shouldSeeTransparentPixelsAsBlack() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(1, 1, 0xff646464);

        assertArrayEquals(new byte[] {0, 0, 0, 0, 100, 0}, read(png(image), GREY));
    }

    @Test
    void shouldShrinkByMeanOfAreas() throws IOException {
        var image = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, 2, 2, new int[] {0, 100, 100, 200});

        assertArrayEquals(new byte[] {100, 0, 0, 0, 0, 0}, read(png(image), GREY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void shouldEnlargeEvenImageToEvenImage(String format) throws IOException {
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x808080);

        var expected = new byte[6];
        Arrays.fill(expected, (byte) 128);
        assertArrayEquals(expected, read(encoded(image, format), GREY));
    }

    @Test
    void shouldRejectWhatIsNoImage() {
        assertEquals("a.png: is neither PNG nor JPEG; replace or remove it", refusal(new byte[] {1, 2, 3}));
        assertEquals("a.png: is neither PNG nor JPEG; replace or remove it", refusal(new byte[0]));
    }

    @Test
    void shouldRejectTruncatedImage() throws IOException {
        var png = png(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB));

        var message = refusal(Arrays.copyOf(png, 50));
        assertTrue(message.startsWith("a.png: cannot be decoded ("), message);
    }

    @Test
    void shouldRejectHugeImageBeforeItIsDecoded() throws IOException {
        var png = png(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB));
        // Width and height of a PNG stand in its first chunk, at bytes 16 and 20.
        png[17] = 1;
        png[21] = 1;

        assertEquals(
                "a.png: has " + 65566L * 65556 + " pixels where 100000000 are allowed; scale it down", refusal(png));
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(DataException.class, () -> read(bytes, GREY)).getMessage();
    }

    private static byte[] read(byte[] bytes, ImageShape shape) {
        return ImageFile.read("a.png", new ByteArrayInputStream(bytes), shape);
    }

    private static byte[] png(BufferedImage image) throws IOException {
        return encoded(image, "png");
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }
}
