package io.convoy.spark.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process by what tells it from all others: host, the space of process numbers (a container has its own), number.
 *
 * @param space as Linux names it, such as {@code pid:[4026531836]}
 */
record LocalProcess(String host, String space, long number) {

    private static final String NO_NAME = "localhost";
    private static final Path SPACE = Path.of("/proc/self/ns/pid");

    /** By how much a clock may be set between two looks at when a process began. */
    private static final Duration CLOCK = Duration.ofMinutes(1);

    /** This process; empty where host or space have no name. */
    static Optional<LocalProcess> here() {
        String host = hostName();
        if (host.equals(NO_NAME)) {
            return Optional.empty();
        }
        try {
            String space = Files.readSymbolicLink(SPACE).toString();
            return Optional.of(
                    new LocalProcess(host, space, ProcessHandle.current().pid()));
        } catch (IOException | UnsupportedOperationException notLinux) {
            return Optional.empty();
        }
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return NO_NAME;
        }
    }

    static Optional<LocalProcess> parse(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(" ", -1);
        if (parts.length != 3 || !parts[2].matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return Optional.of(new LocalProcess(parts[0], parts[1], Long.parseLong(parts[2])));
    }

    /** Whether it ran here at some time and has ended. */
    boolean endedSince(Instant time) {
        boolean local = here().filter(own -> own.host.equals(host) && own.space.equals(space))
                .isPresent();
        // A number is given again.
        return local
                && ProcessHandle.of(number)
                        .filter(process -> process.info()
                                .startInstant()
                                .filter(start -> start.minus(CLOCK).isAfter(time))
                                .isEmpty())
                        .isEmpty();
    }

    @Override
    public String toString() {
        return host + " " + space + " " + number;
    }
}
