package io.convoy.trainer.network;

import java.util.Random;

/**
 * How the weights of a new network are drawn; biases start at 0. {@code fanIn} and {@code fanOut} count connections.
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
        for (var step : network.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                var tensor = step.tensors().get(t);
                if (tensor.dimensions().size() > 1) {
                    fill(parameters, step.offsets().get(t), tensor, random);
                }
            }
        }
        return parameters;
    }

    private void fill(float[] parameters, int offset, Tensor weights, Random random) {
        int fanIn = weights.size() / weights.dimensions().get(0);
        int fanOut = weights.size() / weights.dimensions().get(1);
        double bound = Math.sqrt(6.0 / (this == HE ? fanIn : fanIn + fanOut));
        for (int i = 0; i < weights.size(); i++) {
            parameters[offset + i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }
}
