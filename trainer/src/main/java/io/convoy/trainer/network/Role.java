package io.convoy.trainer.network;

/** What may be done to a tensor's values. Mean, digest, checkpoint and model file go by the whole array instead. */
public enum Role {
    /** Drawn at random; takes gradients and weight decay. */
    WEIGHT,
    /** A bias, a scale or a shift of a normalisation: takes gradients but no weight decay. */
    UNDECAYED,
    /** Gathered from activations: takes no gradient, no decay, no momentum and no outer optimiser. */
    STATISTIC
}
