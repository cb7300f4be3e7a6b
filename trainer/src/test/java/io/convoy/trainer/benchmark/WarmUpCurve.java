package io.convoy.trainer.benchmark;

import java.util.function.IntConsumer;

/** How fast a fresh JVM trains after its first batch. A step that covers several slices of time counts in each. */
final class WarmUpCurve {

    private static final double SLICE_SECONDS = 0.5;

    /** The exactness of the time until warm. */
    private static final double TICK_SECONDS = 0.1;

    /** Steps that take this long together make an epoch's shuffling negligible. */
    private static final double CALL_SECONDS = 0.02;

    private static final double WARM = 0.9;

    private final double seconds;
    private final int imagesOfStep;

    /** Images trained by the end of each tick. */
    private final double[] images;

    WarmUpCurve(double seconds, int imagesOfStep) {
        this.seconds = seconds;
        this.imagesOfStep = imagesOfStep;
        images = new double[(int) Math.round(seconds / TICK_SECONDS) + 1];
    }

    /** Takes as many steps as fit into the time. */
    void run(IntConsumer takeSteps) {
        long start = System.nanoTime();
        double from = 0;
        double trained = 0;
        int steps = 1;
        while (from < seconds) {
            takeSteps.accept(steps);
            double to = (System.nanoTime() - start) * 1e-9;
            double more = (double) steps * imagesOfStep;
            for (int tick = (int) Math.ceil(from / TICK_SECONDS); tick < images.length; tick++) {
                double share = (tick * TICK_SECONDS - from) / (to - from);
                images[tick] = trained + Math.min(1, share) * more;
            }
            trained += more;
            if (to - from < CALL_SECONDS / 2) {
                steps *= 2;
            }
            from = to;
        }
    }

    void print(Table table, double steadyImagesPerSecond) {
        int slice = (int) Math.round(SLICE_SECONDS / TICK_SECONDS);
        for (int tick = slice; tick < images.length; tick += slice) {
            table.row(
                    String.format("lenet-warm-%.1fs", tick * TICK_SECONDS),
                    (images[tick] - images[tick - slice]) / SLICE_SECONDS,
                    "images/s");
        }
        table.row("lenet-warm-to-90-percent", secondsUntil(WARM * steadyImagesPerSecond), "s");
    }

    /** Infinite if the speed was not reached. */
    private double secondsUntil(double imagesPerSecond) {
        for (int tick = 1; tick < images.length; tick++) {
            if (images[tick] - images[tick - 1] >= imagesPerSecond * TICK_SECONDS) {
                return tick * TICK_SECONDS;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
