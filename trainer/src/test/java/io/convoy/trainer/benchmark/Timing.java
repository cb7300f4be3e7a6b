package io.convoy.trainer.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The least of many timings by the thread's own clock: what the code takes, not what else the machine does. */
final class Timing {

    /** Much longer than a tick of a thread's clock, which may be a millisecond. */
    private static final double EXACT_SECONDS = 4e-3;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Timing() {}

    /** Seconds of one run. */
    static double best(int repetitions, Runnable run) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < repetitions; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            run.run();
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
        }
        return best * 1e-9;
    }

    /** Seconds of one run, after and in about {@code seconds} of runs, taken together until the clock is exact. */
    static double bestWithin(double seconds, Runnable run) {
        double end = System.nanoTime() * 1e-9 + seconds;
        double best = Double.MAX_VALUE;
        int together = 1;
        do {
            int count = together;
            double taken = best(1, () -> repeat(count, run));
            if (taken < EXACT_SECONDS) {
                together *= 2;
            } else {
                best = Math.min(best, taken / count);
            }
        } while (best == Double.MAX_VALUE || System.nanoTime() * 1e-9 < end);
        return best;
    }

    private static void repeat(int count, Runnable run) {
        for (int i = 0; i < count; i++) {
            run.run();
        }
    }
}
