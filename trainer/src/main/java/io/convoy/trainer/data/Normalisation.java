package io.convoy.trainer.data;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How a pixel p in 0…255 becomes a network's input: {@code (p / 255 − mean) / standardDeviation}, for each channel. */
public record Normalisation(List<Double> mean, List<Double> standardDeviation) implements Serializable {

    /** @throws IllegalArgumentException unless both have a finite value for each channel and deviations are above 0 */
    public Normalisation {
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
        if (mean.isEmpty() || mean.size() != standardDeviation.size()) {
            throw new IllegalArgumentException("expected one mean and one standardDeviation for each channel but found "
                    + mean.size() + " and " + standardDeviation.size());
        }
        for (int channel = 0; channel < mean.size(); channel++) {
            double deviation = standardDeviation.get(channel);
            if (!Double.isFinite(mean.get(channel)) || !Double.isFinite(deviation) || deviation <= 0) {
                throw new IllegalArgumentException(
                        "expected a finite mean and a finite standardDeviation > 0 but found " + mean.get(channel)
                                + " and " + deviation + " for channel " + channel);
            }
        }
    }

    /** Mean 0 and deviation 1: the input is {@code p / 255}. */
    public static Normalisation identity(int channels) {
        return new Normalisation(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }

    /** The data set's own mean and deviation; a channel of equal pixels gets deviation 1. */
    public static Normalisation of(PixelSums total) {
        if (total.pixels() == 0) {
            throw new IllegalArgumentException("no pixels to compute a mean from");
        }
        var count = BigInteger.valueOf(total.pixels());
        var mean = new ArrayList<Double>();
        var deviation = new ArrayList<Double>();
        for (int channel = 0; channel < total.sums().length; channel++) {
            var sum = BigInteger.valueOf(total.sums()[channel]);
            var squares = BigInteger.valueOf(total.squares()[channel]);
            double spread = count.multiply(squares).subtract(sum.multiply(sum)).doubleValue();
            double scaledCount = 255.0 * total.pixels();
            mean.add(total.sums()[channel] / scaledCount);
            deviation.add(spread == 0 ? 1.0 : Math.sqrt(spread) / scaledCount);
        }
        return new Normalisation(mean, deviation);
    }

    public int channels() {
        return mean.size();
    }

    /** With {@link #shift}: input {@code = p · scale + shift}, one of each a channel. */
    public float[] scale() {
        var scale = new float[channels()];
        for (int channel = 0; channel < scale.length; channel++) {
            scale[channel] = (float) (1 / (255 * standardDeviation.get(channel)));
        }
        return scale;
    }

    public float[] shift() {
        var shift = new float[channels()];
        for (int channel = 0; channel < shift.length; channel++) {
            shift[channel] = (float) (-mean.get(channel) / standardDeviation.get(channel));
        }
        return shift;
    }
}
