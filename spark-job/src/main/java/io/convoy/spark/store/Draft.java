package io.convoy.spark.store;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The name under which something is written before it comes to its place: {@code .NAME.UUID} beside it. No two writers
 * have the same; the first half of the UUID tells this process.
 */
final class Draft {

    private static final String UUID_TEXT = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern NAME = Pattern.compile("\\.(.+)\\.(" + UUID_TEXT + ")");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long PROCESS = RANDOM.nextLong();

    private Draft() {}

    static Path of(Path target) {
        // Without the folder, a colon in the name would end a scheme.
        return new Path(target.getParent(), "./." + target.getName() + "." + uuid());
    }

    static UUID uuid() {
        return new UUID(PROCESS, RANDOM.nextLong());
    }

    /** What a draft of this name is for; empty if it is no name of a draft. */
    static Optional<String> target(String name) {
        var draft = NAME.matcher(name);
        return draft.matches() ? Optional.of(draft.group(1)) : Optional.empty();
    }

    static boolean isUuid(String name) {
        return name.matches(UUID_TEXT);
    }

    /** Whether a writer in this process has this draft. */
    static boolean isOurs(String name) {
        var draft = NAME.matcher(name);
        return draft.matches() && UUID.fromString(draft.group(2)).getMostSignificantBits() == PROCESS;
    }
}
