package io.convoy.trainer.benchmark;

import java.util.Locale;

/** Prints measurements, and knows the peak that shares refer to: the best seen so far in this JVM. */
public final class Table {

    private final FmaPeak fmaPeak = new FmaPeak();
    private double peak;

    void warmUp() {
        measurePeak(1.0);
    }

    private void measurePeak(double seconds) {
        peak = Math.max(peak, fmaPeak.measure(seconds));
    }

    public void row(String benchmark, double value, String unit) {
        System.out.println(String.format(Locale.ROOT, "%s\t%.4g\t%s", benchmark, value, unit));
    }

    void peakRow() {
        measurePeak(1.0);
        row("fma-peak", peak * 1e-9, "GFLOP/s");
    }

    /** A row, and another with the share of the peak. */
    void operations(String benchmark, double multiplyAdds, double seconds) {
        measurePeak(0.06);
        double speed = 2 * multiplyAdds / seconds;
        row(benchmark, speed * 1e-9, "GFLOP/s");
        row(benchmark + "-share", speed / peak, "of fma-peak");
    }

    /** Images a second and what that is of the peak. */
    void images(String benchmark, double multiplyAddsOfOne, double images, double seconds) {
        measurePeak(0.06);
        row(benchmark, images / seconds, "images/s");
        row(benchmark + "-share", 2 * multiplyAddsOfOne * images / seconds / peak, "of fma-peak");
    }
}
