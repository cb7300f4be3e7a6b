package io.convoy.spark.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.network.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
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

        assertEquals(
                "a.png: is cut short: it ends after 50 bytes; replace or remove it", refusal(Arrays.copyOf(png, 50)));
    }

    @Test
    void shouldRejectHugeImageBeforeItIsDecoded() throws IOException {
        var png = png(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB));
        // Width and height of a PNG stand in its first chunk, at bytes 16 and 20.
        png[17] = 1;
        png[21] = 1;

        assertEquals(
                "a.png: has " + 65566L * 65556 + " pixels where 100000000 are allowed; scale it down",
                refusal(Bombs.withChecksums(png)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.95})
    void shouldRejectJpegCutShort(double part) throws IOException {
        var jpeg = encoded(noise(64, 48), "jpg");

        var message = refusal(Arrays.copyOf(jpeg, (int) (part * jpeg.length)));
        assertTrue(message.startsWith("a.png: is damaged (") || message.contains("cut short"), message);
    }

    @Test
    void shouldRejectJpegThatItsDecoderWarnsOf() throws IOException {
        var jpeg = encoded(noise(64, 48), "jpg");
        var padded = Arrays.copyOf(jpeg, jpeg.length + 10);
        System.arraycopy(jpeg, jpeg.length - 2, padded, jpeg.length + 8, 2);
        Arrays.fill(padded, jpeg.length - 2, jpeg.length + 8, (byte) 1);

        assertTrue(refusal(padded).startsWith("a.png: is damaged ("), refusal(padded));
    }

    /** Each byte but those after the last chunk is under a checksum, which Java's decoder does not look at. */
    @Test
    void shouldRejectPngWithAnyBitChanged() throws IOException {
        var png = png(noise(30, 20));
        for (int at = 0; at < png.length; at++) {
            var changed = png.clone();
            changed[at] ^= 4;
            int position = at;
            assertThrows(DataException.class, () -> read(changed, GREY), () -> "byte " + position);
        }
        for (int length = 0; length < png.length; length++) {
            var cut = Arrays.copyOf(png, length);
            assertThrows(DataException.class, () -> read(cut, GREY), "cut to " + length);
        }
    }

    @Test
    void shouldRejectOtherFormats() throws IOException {
        for (var format : new String[] {"gif", "bmp", "tiff"}) {
            assertEquals("a.png: is neither PNG nor JPEG; replace or remove it", refusal(encoded(noise(6, 4), format)));
        }
    }

    /** Small files of large images, some at once, of which each would take more than the heap. */
    @Test
    void shouldDecodeOnlySomePixelsOfLargeImages() throws Exception {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-cp",
                System.getProperty("java.class.path"),
                Decoding.class.getName());
        var running = process.redirectErrorStream(true).start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, running.waitFor(), said);
        assertEquals(List.of("6 black pixels", "6 black pixels"), said.lines().toList());
    }

    /** Decodes bombs in a process of its own. */
    static final class Decoding {

        public static void main(String[] words) {
            Stream.of(Bombs.png(6000, 6000, 16, 6, 0), Bombs.png(6000, 6000, 16, 6, 1))
                    .parallel()
                    .map(png -> read(png, GREY))
                    .forEach(pixels ->
                            System.out.println(Arrays.equals(pixels, new byte[6]) ? "6 black pixels" : "others"));
        }
    }

    @Test
    void shouldRefuseRowsThatTakeTooMuch() throws IOException {
        var png = Bombs.png(100_000_000, 1, 16, 6, 0);
        long heap = Runtime.getRuntime().maxMemory();
        assertTrue(heap < 6L << 30, "the heap of the tests has grown to " + heap);

        assertTrue(refusal(png).contains(" MB to decode where a third of the heap, "), refusal(png));
    }

    @Test
    void shouldNotUnpackTextsOfPng() throws IOException {
        assertArrayEquals(new byte[6], read(Bombs.pngWithText(300 << 20), GREY));
    }

    @Test
    void shouldCountCoefficientsOfProgressiveJpeg() throws IOException {
        var baseline = EncodedImage.of("a.jpg", encoded(noise(64, 48), "jpg"));
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            var progressive = writer.getDefaultWriteParam();
            progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(noise(64, 48), null, null), progressive);
        }
        writer.dispose();

        var jpeg = out.toByteArray();
        assertEquals(new EncodedImage("jpeg", 64, 48, 3, 1, false), baseline);
        assertEquals(new EncodedImage("jpeg", 64, 48, 3, 1, true), EncodedImage.of("a.jpg", jpeg));
        assertEquals(2 * 3 * 64 * 48, EncodedImage.of("a.jpg", jpeg).workingBytes() - baseline.workingBytes());
        assertEquals(6, read(jpeg, GREY).length);
    }

    /** Whatever the bytes, the answer is pixels or a DataException. */
    @Test
    void shouldAnswerAnyBytesWithPixelsOrRefusal() throws IOException {
        var random = new Random(16);
        byte[][] seeds = {
            png(noise(9, 7)), encoded(noise(9, 7), "jpg"), Bombs.png(40, 30, 16, 6, 1), Bombs.png(33, 9, 4, 0, 0)
        };
        int read = 0;
        for (int round = 0; round < 2000; round++) {
            var bytes = seeds[round % seeds.length].clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            try {
                assertEquals(6, read(EncodedImage.isPng(bytes) ? Bombs.withChecksums(bytes) : bytes, GREY).length);
                read++;
            } catch (DataException e) {
                assertTrue(e.getMessage().startsWith("a.png: "), e.getMessage());
            }
        }
        assertTrue(read > 100 && read < 1900, read + " were read");
    }

    private static BufferedImage noise(int width, int height) {
        var random = new Random(width);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt());
        }
        return image;
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(DataException.class, () -> read(bytes, GREY)).getMessage();
    }

    private static byte[] read(byte[] bytes, ImageShape shape) {
        return ImageFile.read("a.png", bytes, shape);
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
