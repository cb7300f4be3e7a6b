package io.convoy.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What PyTorch 2.7.1 computes from the weights of each step of {@link BlockRun}: {@code network loss} and a loss for
 * each step, {@code network gradient-STEP} and all values of a gradient. {@code mvn -Ppeers -pl trainer -am test
 * -Dgolden.blocks=FILE} writes them anew.
 */
public final class GoldenBlocks {

    private GoldenBlocks() {}

    public static Map<String, double[]> load() {
        var stream = Objects.requireNonNull(GoldenBlocks.class.getResourceAsStream("pytorch-blocks.txt"));
        var golden = new HashMap<String, double[]>();
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                var words = line.split(" ");
                var values = Arrays.stream(words).skip(2).mapToDouble(Double::parseDouble);
                golden.put(words[0] + " " + words[1], values.toArray());
            }
            return golden;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Within a small part of the largest value. */
    public static void assertGradient(String of, double[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0, of);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 2e-5 * largest, of + " at " + i);
        }
    }
}
