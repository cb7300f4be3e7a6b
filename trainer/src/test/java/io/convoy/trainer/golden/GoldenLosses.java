package io.convoy.trainer.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The losses of {@link LeNetRun} by PyTorch 2.7.1; {@code mvn -Ppeers -pl trainer -am test} computes them anew. */
public final class GoldenLosses {

    private GoldenLosses() {}

    public static double[] load() {
        var stream = Objects.requireNonNull(GoldenLosses.class.getResourceAsStream("pytorch-lenet-losses.txt"));
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().mapToDouble(Double::parseDouble).toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Another order of additions gives other roundings, which training amplifies: the first steps agree to six digits,
     * later ones to a part in fifty.
     */
    public static void assertEqualsGolden(double[] losses) {
        var golden = load();
        assertEquals(golden.length, losses.length);
        for (int step = 0; step < losses.length; step++) {
            double tolerance = step < 10 ? 2e-6 : 0.02 * golden[step];
            assertEquals(golden[step], losses[step], tolerance, "loss of step " + step);
        }
    }
}
