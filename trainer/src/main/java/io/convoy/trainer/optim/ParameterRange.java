package io.convoy.trainer.optim;

import java.io.Serializable;

/**
 * A part of the flat array of parameters that learns by gradients: from {@code from} to before {@code to}.
 *
 * @param decays whether weight decay draws it to 0
 */
public record ParameterRange(int from, int to, boolean decays) implements Serializable {

    public ParameterRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("expected 0 ≤ from ≤ to but found from=" + from + ", to=" + to);
        }
    }
}
