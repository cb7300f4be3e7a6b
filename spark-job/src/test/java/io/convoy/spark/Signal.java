package io.convoy.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Locale;

/** Sends a signal to a process with the shell's own {@code kill}: a bare machine has no program of that name. */
public final class Signal {

    private Signal() {}

    public static void send(String signal, long pid) throws IOException, InterruptedException {
        var kill = shell("kill -" + signal + " " + pid);
        assertEquals(0, kill.waitFor(), "kill -" + signal + " " + pid);
    }

    /** Returns at once; the signal follows, also if this process should end before. */
    public static void sendAfter(int milliseconds, String signal, long pid) throws IOException {
        shell(String.format(
                Locale.ROOT, "sleep %d.%03d; kill -%s %d", milliseconds / 1000, milliseconds % 1000, signal, pid));
    }

    private static Process shell(String command) throws IOException {
        return new ProcessBuilder("bash", "-c", command).inheritIO().start();
    }
}
