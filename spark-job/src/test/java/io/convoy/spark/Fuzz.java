package io.convoy.spark;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mutates good files and has a reader read them: it may succeed or throw what it documents, with one line as its
 * message, within a time and an amount of memory. A short run, the same each time, in the ordinary tests;
 * {@code scripts/test --fuzz [SEED]} for a long one in a small heap. What fails is left in {@code target/fuzz}.
 */
public final class Fuzz {

    private static final long SEED = Long.getLong("convoy.fuzz.seed", 1);

    /** How often as many mutations as an ordinary run has. */
    private static final int FACTOR = Integer.getInteger("convoy.fuzz.factor", 1);

    private static final int SECONDS = 30;
    private static final long MOST_ALLOCATED = 400L << 20;
    private static final int LONGEST_MESSAGE = 2000;

    private static final byte[][] INTERESTING = {
        {0},
        {-1},
        {127},
        {-128},
        {0, 0, 0, 0},
        {-1, -1, -1, -1},
        {127, -1, -1, -1},
        {-1, -1, -1, 127},
        {-128, 0, 0, 0},
        "null".getBytes(),
        "1e999".getBytes(),
        "-1".getBytes(),
        "99999999999999999999".getBytes(),
        "{}".getBytes(),
        "[[[[".getBytes(),
        "\"\"".getBytes(),
        "\\u0000".getBytes(),
        "true".getBytes(),
        "0.5".getBytes(),
        "..".getBytes()
    };

    private Fuzz() {}

    /** Reads bytes that may be damaged. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    /**
     * @param format names the kind of file in messages
     * @param originals good files, each of which the reader takes
     * @param times mutations in an ordinary run
     * @param documented what the reader may throw
     */
    @SafeVarargs
    public static void mutate(
            String format, List<byte[]> originals, int times, Reader reader, Class<? extends Exception>... documented)
            throws Exception {
        var worker = Executors.newSingleThreadExecutor(work -> {
            var thread = new Thread(work, "fuzz " + format);
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (var original : originals) {
                reader.read(original);
            }
            int read = 0;
            System.out.printf("fuzz: %,d mutations of %s from seed %d%n", (long) times * FACTOR, format, SEED);
            for (long i = 0; i < (long) times * FACTOR; i++) {
                var random = Chaos.random(SEED, format.hashCode(), i);
                var input = mutation(originals, random);
                var outcome = worker.submit(() -> outcome(reader, input, List.of(documented)));
                String wrong;
                try {
                    wrong = outcome.get(SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException hangs) {
                    wrong = "not read within " + SECONDS + " s";
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
                if (wrong == null) {
                    read++;
                } else if (!wrong.isEmpty()) {
                    fail("%s, seed %d, mutation %d (%s): %s".formatted(format, SEED, i, keep(format, i, input), wrong));
                }
            }
            assertTrue(
                    read < (long) times * FACTOR,
                    "no mutation of " + format + " was noticed: the reader checks nothing");
        } finally {
            worker.shutdownNow();
        }
    }

    /** @return null if the input was read, nothing if it was refused as documented, else what is wrong */
    private static String outcome(Reader reader, byte[] input, List<Class<? extends Exception>> documented) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        String refused = null;
        try {
            reader.read(input);
        } catch (Throwable thrown) { // an OutOfMemoryError or a StackOverflowError is what this is to find
            if (documented.stream().noneMatch(type -> type.isInstance(thrown))) {
                return trace(thrown);
            }
            var message = String.valueOf(thrown.getMessage());
            if (thrown.getMessage() == null
                    || message.length() > LONGEST_MESSAGE
                    || message.chars().anyMatch(Character::isISOControl)) {
                return "a message that is no readable line: " + trace(thrown);
            }
            refused = "";
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        return allocated > MOST_ALLOCATED ? "allocated %,d bytes".formatted(allocated) : refused;
    }

    private static String trace(Throwable thrown) {
        var frames = Arrays.stream(thrown.getStackTrace())
                .limit(12)
                .map(Object::toString)
                .toList();
        return thrown + "\n    " + String.join("\n    ", frames);
    }

    private static Path keep(String format, long i, byte[] input) throws IOException {
        var file = Path.of("target", "fuzz", format.replaceAll("\\W+", "-") + "-" + SEED + "-" + i);
        Files.createDirectories(file.getParent());
        return Files.write(file, input).toAbsolutePath();
    }

    /** One to four changes to one of the originals. */
    static byte[] mutation(List<byte[]> originals, Random random) {
        var bytes = originals.get(random.nextInt(originals.size())).clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes = changed(bytes, originals, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, List<byte[]> originals, Random random) {
        int at = place(bytes.length, random);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 8 : 200));
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return spliced(bytes, at, length, new byte[0]);
            }
            case 4 -> {
                return spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            }
            case 5 -> {
                var value = INTERESTING[random.nextInt(INTERESTING.length)];
                return spliced(bytes, at, random.nextBoolean() ? 0 : Math.min(value.length, bytes.length - at), value);
            }
            case 6 -> {
                var other = originals.get(random.nextInt(originals.size()));
                int from = random.nextInt(other.length);
                return spliced(
                        bytes, at, length, Arrays.copyOfRange(other, from, Math.min(other.length, from + length)));
            }
            case 7 -> {
                if (bytes.length - at >= Integer.BYTES) { // a length or a count, made somewhat or much larger
                    var buffer = ByteBuffer.wrap(bytes)
                            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                    int value = buffer.getInt(at);
                    buffer.putInt(at, random.nextBoolean() ? value + random.nextInt(9) - 4 : value * 1000 + 1);
                }
            }
            default -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 0x7b));
        }
        return bytes;
    }

    /** Headers, where most is decided, are hit as often as all the rest. */
    private static int place(int length, Random random) {
        return random.nextInt(random.nextBoolean() ? Math.min(length, 64) : length);
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
        var result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }
}
