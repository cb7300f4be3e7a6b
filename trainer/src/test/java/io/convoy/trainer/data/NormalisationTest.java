package io.convoy.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.trainer.network.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    private static Shard shard(int channels, int... pixels) {
        var bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        int images = pixels.length / (2 * channels);
        return new Shard(0, new ImageShape(channels, 1, 2), bytes, new byte[images], new int[images]);
    }

    @Test
    void shouldTakeMeanAndDeviationOfEachChannelOverAllImages() {
        var normalisation = Normalisation.of(PixelSums.of(shard(2, 0, 255, 51, 51, 255, 0, 51, 51)));

        assertEquals(List.of(0.5, 0.2), normalisation.mean());
        assertEquals(List.of(0.5, 1.0), normalisation.standardDeviation());
    }

    @Test
    void shouldGiveTheSameOfPartsAsOfTheWhole() {
        var whole = PixelSums.of(shard(1, 3, 200, 255, 17));
        var parts = PixelSums.of(shard(1, 255, 17)).merge(PixelSums.of(shard(1, 3, 200)));

        assertEquals(Normalisation.of(whole), Normalisation.of(parts));
    }

    @Test
    void shouldStayExactWhereTheSumsNeedMoreThan64Bits() {
        long pixels = 1L << 40;
        var half = new PixelSums(pixels, new long[] {pixels / 2 * 255}, new long[] {pixels / 2 * 255 * 255});

        assertEquals(0.5, Normalisation.of(half).standardDeviation().get(0));
    }

    @Test
    void shouldScaleAndShiftAsTheFormulaSays() {
        var normalisation = new Normalisation(List.of(0.25), List.of(0.5));

        float input = 102 * normalisation.scale()[0] + normalisation.shift()[0];

        assertEquals((102 / 255.0 - 0.25) / 0.5, input, 1e-6);
    }

    @Test
    void shouldOnlyDivideBy255AsIdentity() {
        assertArrayEquals(
                new float[] {1 / 255f, 1 / 255f}, Normalisation.identity(2).scale());
        assertArrayEquals(new float[] {0, 0}, Normalisation.identity(2).shift(), 0);
    }

    @Test
    void shouldRefuseDeviationsThatAreNotAboveZero() {
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(List.of(0.0), List.of(0.0)));
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(List.of(0.0), List.of(Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(List.of(0.0), List.of(1.0, 1.0)));
    }
}
