package io.convoy.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A shape and the seed of the numbers it is tested with. */
record PoolingCase(PoolingShape shape, long seed) {

    Random random() {
        return new Random(seed);
    }

    /** The shapes that matter, the awkward ones and some drawn at random. */
    static List<PoolingCase> all() {
        var shapes = new ArrayList<>(List.of(
                new PoolingShape(6, 28, 28, Window.square(2).withStride(2)),
                new PoolingShape(16, 10, 10, Window.square(2).withStride(2)),
                new PoolingShape(1, 1, 1, Window.square(1)),
                new PoolingShape(3, 7, 7, Window.square(7)),
                new PoolingShape(2, 7, 5, Window.square(2).withStride(2)),
                new PoolingShape(2, 9, 9, Window.square(3).withStride(2).withPadding(1)),
                new PoolingShape(2, 8, 8, Window.square(3)),
                new PoolingShape(2, 8, 8, Window.square(2).withStride(3)),
                new PoolingShape(3, 4, 4, Window.square(3).withPadding(2)),
                new PoolingShape(2, 5, 6, Window.of(1, 4)),
                new PoolingShape(2, 1, 1, Window.square(3).withPadding(2).withStride(2))));
        var random = new Random(43);
        while (shapes.size() < 40) {
            draw(shapes, random);
        }
        var cases = new ArrayList<PoolingCase>();
        for (var shape : shapes) {
            cases.add(new PoolingCase(shape, cases.size()));
        }
        return cases;
    }

    private static void draw(List<PoolingShape> shapes, Random random) {
        int windowHeight = random.nextInt(1, 6);
        int windowWidth = random.nextInt(1, 6);
        var window = new Window(
                windowHeight,
                windowWidth,
                random.nextInt(1, 4),
                random.nextInt(1, 4),
                random.nextInt(windowHeight),
                random.nextInt(windowWidth),
                1,
                1);
        int height = random.nextInt(1, 13);
        int width = random.nextInt(1, 13);
        if (windowHeight <= height + 2 * window.paddingHeight() && windowWidth <= width + 2 * window.paddingWidth()) {
            shapes.add(new PoolingShape(random.nextInt(1, 4), height, width, window));
        }
    }
}
