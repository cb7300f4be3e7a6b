package io.convoy.trainer.network;

import java.util.Arrays;
import java.util.Random;

/**
 * How the weights of a new network are drawn; all else starts at what its tensor says. {@code fanIn} and {@code fanOut}
 * count connections; groups of a convolution lower {@code fanIn} only.
 */
public enum Initialisation {
    /** Uniform within ±√(6 / fanIn), for ReLU: He et al. 2015, arXiv 1502.01852. */
    HE,
    /** Uniform within ±√(6 / (fanIn + fanOut)): Glorot and Bengio 2010. */
    XAVIER;

    /** The parameters of a new network; the same seed gives the same bits on every machine. */
    public float[] parameters(Network network, long seed) {
        var parameters = new float[network.parameterCount()];
        var random = new Random(seed);
        int offset = 0;
        for (var tensor : network.tensors()) {
            if (tensor.role() == Role.WEIGHT) {
                fill(parameters, offset, tensor, random);
            } else {
                Arrays.fill(parameters, offset, offset + tensor.size(), tensor.initial());
            }
            offset += tensor.size();
        }
        return parameters;
    }

    private void fill(float[] parameters, int offset, Tensor weights, Random random) {
        int fans = this == HE ? weights.fanIn() : weights.fanIn() + weights.fanOut();
        double bound = Math.sqrt(6.0 / fans);
        for (int i = 0; i < weights.size(); i++) {
            parameters[offset + i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }
}
