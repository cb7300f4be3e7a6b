package io.convoy.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

/** Sends a signal to a process with the shell's own {@code kill}: a bare machine has no program of that name. */
public final class Signal {

    private Signal() {}

    public static void send(String signal, long pid) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("bash", "-c", "kill -" + signal + " " + pid).inheritIO();
        assertEquals(0, kill.start().waitFor(), "kill -" + signal + " " + pid);
    }
}
