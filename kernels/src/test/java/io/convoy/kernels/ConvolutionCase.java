package io.convoy.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A shape and the seed of the numbers it is tested with. */
record ConvolutionCase(ConvolutionShape shape, long seed) {

    Random random() {
        return new Random(seed);
    }

    /** The shapes that matter, the awkward ones and some drawn at random. */
    static List<ConvolutionCase> all() {
        var shapes = new ArrayList<>(List.of(
                new ConvolutionShape(1, 32, 32, 6, Window.square(5)),
                new ConvolutionShape(1, 28, 28, 6, Window.square(5).withPadding(2)),
                new ConvolutionShape(6, 14, 14, 16, Window.square(5)),
                new ConvolutionShape(3, 17, 15, 4, Window.square(3).withPadding(1)),
                new ConvolutionShape(5, 11, 13, 5, Window.square(3).withPadding(1), 5),
                new ConvolutionShape(
                        5, 11, 13, 5, Window.square(3).withPadding(1).withStride(2), 5),
                new ConvolutionShape(1, 1, 1, 1, Window.square(1)),
                new ConvolutionShape(3, 5, 5, 2, Window.square(5)),
                new ConvolutionShape(2, 4, 7, 3, Window.of(4, 7)),
                new ConvolutionShape(5, 1, 9, 3, Window.of(1, 3)),
                new ConvolutionShape(5, 9, 1, 3, Window.of(3, 1)),
                new ConvolutionShape(7, 6, 6, 13, Window.square(1)),
                new ConvolutionShape(8, 6, 6, 9, Window.square(1).withStride(2)),
                new ConvolutionShape(4, 7, 7, 5, Window.square(3).withPadding(1)),
                new ConvolutionShape(4, 8, 7, 5, Window.square(3).withPadding(1).withStride(2)),
                new ConvolutionShape(
                        3, 17, 17, 4, Window.square(7).withPadding(3).withStride(2)),
                new ConvolutionShape(9, 8, 8, 9, Window.square(3).withPadding(1), 9),
                new ConvolutionShape(4, 8, 8, 8, Window.square(3).withPadding(1).withStride(2), 4),
                new ConvolutionShape(2, 9, 9, 3, Window.square(3).withDilation(2)),
                new ConvolutionShape(
                        2, 9, 9, 3, Window.square(3).withDilation(3).withPadding(4)),
                new ConvolutionShape(1, 3, 3, 2, Window.square(2).withPadding(4)),
                new ConvolutionShape(1, 2, 2, 2, Window.square(1).withStride(3).withPadding(2)),
                new ConvolutionShape(5, 9, 9, 11, Window.square(3).withPadding(1)),
                new ConvolutionShape(8, 31, 9, 8, Window.square(3).withPadding(1)),
                new ConvolutionShape(9, 15, 15, 4, Window.square(1)),
                new ConvolutionShape(6, 7, 7, 3, Window.square(2)),
                new ConvolutionShape(
                        3, 40, 16, 16, Window.square(7).withPadding(3).withStride(2)),
                new ConvolutionShape(1, 17, 27, 3, Window.square(5)),
                new ConvolutionShape(2, 6, 11, 4, Window.square(5), 2),
                new ConvolutionShape(48, 6, 10, 5, Window.square(3).withPadding(1)),
                new ConvolutionShape(5, 5, 9, 48, Window.square(3).withPadding(1)),
                new ConvolutionShape(
                        18, 9, 9, 9, Window.square(3).withPadding(1).withStride(2), 3),
                new ConvolutionShape(3, 11, 9, 35, Window.square(5).withPadding(1)),
                new ConvolutionShape(10, 5, 5, 32, Window.square(1)),
                new ConvolutionShape(6, 7, 7, 66, Window.square(3).withStride(2), 2),
                new ConvolutionShape(5, 33, 34, 121, Window.square(3).withPadding(1)),
                new ConvolutionShape(2, 40, 12, 2, Window.square(3).withPadding(1), 2),
                new ConvolutionShape(2, 23, 18, 2, Window.square(3), 2)));
        var random = new Random(42);
        while (shapes.size() < 74) {
            draw(shapes, random);
        }
        var cases = new ArrayList<ConvolutionCase>();
        for (var shape : shapes) {
            cases.add(new ConvolutionCase(shape, cases.size()));
        }
        return cases;
    }

    private static void draw(List<ConvolutionShape> shapes, Random random) {
        var window = new Window(
                random.nextInt(1, 6),
                random.nextInt(1, 6),
                random.nextInt(1, 4),
                random.nextInt(1, 4),
                random.nextInt(0, 4),
                random.nextInt(0, 4),
                random.nextInt(1, 3),
                random.nextInt(1, 3));
        int groups = random.nextInt(1, 4);
        int height = random.nextInt(1, 13);
        int width = random.nextInt(1, 13);
        boolean fits = (window.height() - 1) * window.dilationHeight() < height + 2 * window.paddingHeight()
                && (window.width() - 1) * window.dilationWidth() < width + 2 * window.paddingWidth();
        if (fits) {
            shapes.add(new ConvolutionShape(
                    groups * random.nextInt(1, 6), height, width, groups * random.nextInt(1, 8), window, groups));
        }
    }
}
