package io.convoy.trainer.optim;

/** What weight decay draws to 0. */
public enum DecayedParameters {
    /** All that learns by gradients, biases too. */
    ALL,
    /** Weights of convolutions and dense layers; neither biases nor the scales and shifts of normalisations. */
    WEIGHTS;

    /** For a network that nobody chose otherwise for; the LeNets learn as they always did. */
    public static DecayedParameters usual(String network) {
        return network.equals("lenet") || network.equals("lenet-d2l") ? ALL : WEIGHTS;
    }
}
