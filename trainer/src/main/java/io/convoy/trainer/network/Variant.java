package io.convoy.trainer.network;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What may be chosen about a named network. Each network takes some of it: see {@link Networks}.
 *
 * @param width what the numbers of channels are multiplied by
 * @param dropout probability of a value to be dropped; 0 leaves the layers out
 */
public record Variant(Attention attention, double width, double dropout) {

    /** What a network may leave to its user. */
    public enum Choice {
        ATTENTION,
        WIDTH,
        DROPOUT
    }

    /** As published. */
    public static final Variant PLAIN = new Variant(Attention.NONE, 1, 0);

    /** @throws IllegalArgumentException if a number is out of range */
    public Variant {
        if (!(width >= 0.05 && width <= 10)) {
            throw new IllegalArgumentException("expected 0.05 ≤ width ≤ 10 but found " + width);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("expected 0 ≤ dropout < 1 but found " + dropout);
        }
    }

    /** In what this is not as published. */
    public Set<Choice> choices() {
        var choices = EnumSet.noneOf(Choice.class);
        if (attention != Attention.NONE) {
            choices.add(Choice.ATTENTION);
        }
        if (width != 1) {
            choices.add(Choice.WIDTH);
        }
        if (dropout != 0) {
            choices.add(Choice.DROPOUT);
        }
        return choices;
    }

    /** What follows the network's name: {@code -se}, {@code -x0.25}. */
    String suffix() {
        return (attention == Attention.NONE ? "" : "-" + attention.name().toLowerCase(Locale.ROOT))
                + (width == 1 ? "" : "-x" + width);
    }

    /** The number of channels at this width: a multiple of 8, at least 8. */
    int channels(int atWidthOne) {
        return (int) Math.max(8, 8 * Math.round(width * atWidthOne / 8));
    }
}
