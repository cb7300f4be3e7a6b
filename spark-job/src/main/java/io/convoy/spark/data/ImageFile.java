package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG, a JPEG or an image of Spark's as the pixels of a network's input. An image of another size is stretched to the
 * input's: by the mean of the areas that fall together where it shrinks, else bilinearly. Colours become grey by their
 * luminance (ITU-R BT.601) where the input has one channel; what is transparent becomes black.
 */
final class ImageFile {

    private static final int MOST_PIXELS = 100_000_000;

    private static final int MOST_BYTES = 128 << 20;

    /** Bytes of a pixel of the image that is scaled. */
    private static final int INT_RGB = 4;

    private ImageFile() {}

    /**
     * Of an image that would take more than 128 MB decoded, every second, third, … pixel of every such row is decoded.
     *
     * @param uri what to call the file in messages
     * @param file the bytes of a PNG or a JPEG
     * @return unsigned bytes {@code [channels][height][width]}
     * @throws DataException if it is no image that can be decoded whole, or one of more than 100 million pixels
     */
    static byte[] read(String uri, byte[] file, ImageShape shape) {
        var encoded = EncodedImage.of(uri, file);
        requireFew(uri, (long) encoded.width() * encoded.height());
        int step = 1;
        int pixelBytes = encoded.pixelBytes() + INT_RGB;
        while (encoded.pixels(step) * pixelBytes > MOST_BYTES && Math.min(encoded.width(), encoded.height()) > step) {
            step++;
        }
        int chosen = step;
        long memory = encoded.pixels(step) * pixelBytes + encoded.workingBytes();
        return DecodingMemory.OF_THIS_JVM.with(uri, memory, () -> {
            try {
                return pixels(scaled(colours(decode(uri, encoded.format(), chosen, file)), shape), shape);
            } catch (IOException | RuntimeException e) {
                if (e instanceof DataException known) {
                    throw known;
                }
                // Decoders answer damaged files with whatever they stumble over.
                throw new DataException(uri, "cannot be decoded (" + e.getMessage() + "); replace or remove it", e);
            } catch (OutOfMemoryError e) { // others hold more of the heap than they should
                throw new DataException(
                        uri, "takes more memory to decode than is left; raise --executor-memory or scale it down", e);
            }
        });
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
        return DecodingMemory.OF_THIS_JVM.with(uri, INT_RGB * plane, () -> {
            var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < plane; i++) {
                image.setRGB(i % width, i / width, colour(data, i * channels, channels));
            }
            return pixels(scaled(image, shape), shape);
        });
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

    private static BufferedImage decode(String uri, String format, int step, byte[] file) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName(format).next();
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            var warnings = new ArrayList<String>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            var every = reader.getDefaultReadParam();
            every.setSourceSubsampling(step, step, 0, 0);
            var image = reader.read(0, every);
            if (!warnings.isEmpty()) {
                throw new DataException(uri, "is damaged (" + warnings.get(0) + "); replace or remove it");
            }
            return image;
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
