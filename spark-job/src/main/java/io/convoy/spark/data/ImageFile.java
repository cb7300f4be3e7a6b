package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A PNG, a JPEG or an image of Spark's as the pixels of a network's input. An image of another size is stretched to the
 * input's: by the mean of the areas that fall together where it shrinks, else bilinearly. Colours become grey by their
 * luminance (ITU-R BT.601) where the input has one channel; what is transparent becomes black.
 */
final class ImageFile {

    private static final int MOST_PIXELS = 100_000_000;

    private ImageFile() {}

    /**
     * @param uri what to call the file in messages
     * @return unsigned bytes {@code [channels][height][width]}
     * @throws DataException if it is no image that can be decoded, or one of more than 100 million pixels
     */
    static byte[] read(String uri, InputStream in, ImageShape shape) {
        try (var stream = ImageIO.createImageInputStream(in)) {
            return pixels(scaled(colours(decode(uri, stream)), shape), shape);
        } catch (IOException | RuntimeException e) {
            if (e instanceof DataException known) {
                throw known;
            }
            // Decoders answer damaged files with whatever they stumble over.
            throw new DataException(uri, "cannot be decoded (" + e.getMessage() + "); replace or remove it", e);
        }
    }

    /**
     * An image as Spark's image column holds it.
     *
     * @param data rows of pixels, each of them grey, or blue, green, red and perhaps alpha
     * @throws DataException if the numbers do not fit the data, or the image has more than 100 million pixels
     */
    static byte[] read(String uri, int height, int width, int channels, byte[] data, ImageShape shape) {
        long plane = (long) height * width;
        boolean known = channels == 1 || channels == 3 || channels == 4;
        if (height < 1 || width < 1 || !known || plane * channels != data.length) {
            throw new DataException(
                    uri,
                    "tells of " + height + "×" + width + " pixels in " + channels + " channels and holds " + data.length
                            + " bytes, where height × width × 1, 3 or 4 unsigned bytes are expected; replace or remove"
                            + " it");
        }
        requireFew(uri, plane);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            image.setRGB(i % width, i / width, colour(data, i * channels, channels));
        }
        return pixels(scaled(image, shape), shape);
    }

    /** Red, green and blue of the pixel at {@code at}, on black. */
    private static int colour(byte[] data, int at, int channels) {
        int blue = Byte.toUnsignedInt(data[at]);
        if (channels == 1) {
            return blue * 0x010101;
        }
        int alpha = channels == 4 ? Byte.toUnsignedInt(data[at + 3]) : 255;
        int green = Byte.toUnsignedInt(data[at + 1]);
        int red = Byte.toUnsignedInt(data[at + 2]);
        return (((red * alpha / 255) << 16) | ((green * alpha / 255) << 8)) | (blue * alpha / 255);
    }

    private static void requireFew(String uri, long pixels) {
        if (pixels > MOST_PIXELS) {
            throw new DataException(
                    uri, "has " + pixels + " pixels where " + MOST_PIXELS + " are allowed; scale it down");
        }
    }

    private static BufferedImage decode(String uri, ImageInputStream stream) throws IOException {
        var readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new DataException(uri, "is neither PNG nor JPEG; replace or remove it");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(stream, true, true);
            requireFew(uri, (long) reader.getWidth(0) * reader.getHeight(0));
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    /** The same in red, green and blue. Grey samples are taken as they are: AWT would brighten them as linear light. */
    private static BufferedImage colours(BufferedImage image) {
        var result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        if (image.getColorModel() instanceof ComponentColorModel model && model.getNumColorComponents() == 1) {
            int most = (1 << model.getComponentSize(0)) - 1;
            var raster = image.getRaster();
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int alpha = model.hasAlpha() ? raster.getSample(x, y, 1) : most;
                    long grey = 255L * raster.getSample(x, y, 0) * alpha / most / most;
                    result.setRGB(x, y, (int) grey * 0x010101);
                }
            }
        } else {
            var graphics = result.createGraphics();
            graphics.drawImage(image, 0, 0, null);
            graphics.dispose();
        }
        return result;
    }

    private static BufferedImage scaled(BufferedImage image, ImageShape shape) {
        int width = shape.width();
        int height = shape.height();
        if (image.getWidth() == width && image.getHeight() == height) {
            return image;
        }
        boolean shrinks = width <= image.getWidth() && height <= image.getHeight();
        Image source = shrinks ? image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING) : image;
        var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(source, 0, 0, width, height, null);
        graphics.dispose();
        return result;
    }

    private static byte[] pixels(BufferedImage image, ImageShape shape) {
        int plane = shape.height() * shape.width();
        int[] colours = image.getRGB(0, 0, shape.width(), shape.height(), null, 0, shape.width());
        var pixels = new byte[shape.size()];
        for (int i = 0; i < plane; i++) {
            int red = colours[i] >> 16 & 0xff;
            int green = colours[i] >> 8 & 0xff;
            int blue = colours[i] & 0xff;
            if (shape.channels() == 1) {
                pixels[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
            } else {
                pixels[i] = (byte) red;
                pixels[plane + i] = (byte) green;
                pixels[2 * plane + i] = (byte) blue;
            }
        }
        return pixels;
    }
}
