package io.convoy.trainer.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The least of many timings by the thread's own clock: what the code takes, not what else the machine does. */
final class Timing {

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

    /** Seconds of one run, after and in about {@code seconds} of runs. */
    static double bestWithin(double seconds, Runnable run) {
        double end = System.nanoTime() * 1e-9 + seconds;
        double best = Double.MAX_VALUE;
        do {
            best = Math.min(best, best(5, run));
        } while (System.nanoTime() * 1e-9 < end);
        return best;
    }
}
