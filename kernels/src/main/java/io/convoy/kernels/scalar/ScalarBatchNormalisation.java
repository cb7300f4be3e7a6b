package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.BatchNormalisation;
import io.convoy.kernels.Lanes;
import java.util.Arrays;

final class ScalarBatchNormalisation implements BatchNormalisation {

    private final int channels;
    private final int pixels;
    private final float epsilon;
    private final float[] gammas;
    private final float[] betas;

    /** A sum for each lane, twice. */
    private final float[] lanes = new float[COUNT];

    private final float[] products = new float[COUNT];

    ScalarBatchNormalisation(int channels, int pixels, float epsilon) {
        this.channels = channels;
        this.pixels = pixels;
        this.epsilon = epsilon;
        gammas = new float[channels];
        betas = new float[channels];
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int pixels() {
        return pixels;
    }

    @Override
    public void setParameters(float[] parameters, int gamma, int beta) {
        System.arraycopy(parameters, gamma, gammas, 0, channels);
        System.arraycopy(parameters, beta, betas, 0, channels);
    }

    @Override
    public void statistics(int images, float[] input, float[] mean, float[] variance) {
        float count = images * pixels;
        for (int c = 0; c < channels; c++) {
            Arrays.fill(lanes, 0f);
            for (int block = 0; block < Lanes.blocks(images); block++) {
                for (int i = 0; i < pixels * COUNT; i++) {
                    float x = isImage(block, i, images) ? input[start(block, c) + i] : 0f;
                    lanes[i % COUNT] += x;
                }
            }
            mean[c] = Lanes.sum(lanes, 0) / count;
            Arrays.fill(lanes, 0f);
            for (int block = 0; block < Lanes.blocks(images); block++) {
                for (int i = 0; i < pixels * COUNT; i++) {
                    float distance = isImage(block, i, images) ? input[start(block, c) + i] - mean[c] : 0f;
                    lanes[i % COUNT] = Math.fma(distance, distance, lanes[i % COUNT]);
                }
            }
            variance[c] = Lanes.sum(lanes, 0) / count;
        }
    }

    @Override
    public void forward(int blocks, float[] input, float[] mean, float[] variance, float[] output) {
        for (int block = 0; block < blocks; block++) {
            for (int c = 0; c < channels; c++) {
                float factor = gammas[c] * inverse(variance[c]);
                for (int i = start(block, c); i < start(block, c + 1); i++) {
                    output[i] = Math.fma(input[i] - mean[c], factor, betas[c]);
                }
            }
        }
    }

    @Override
    public void parameterGradient(
            int images,
            float[] input,
            float[] mean,
            float[] variance,
            float[] outputGradient,
            float[] gradient,
            int gamma,
            int beta) {
        for (int c = 0; c < channels; c++) {
            float inverse = inverse(variance[c]);
            Arrays.fill(lanes, 0f);
            Arrays.fill(products, 0f);
            for (int block = 0; block < Lanes.blocks(images); block++) {
                for (int i = 0; i < pixels * COUNT; i++) {
                    boolean isImage = isImage(block, i, images);
                    float dy = isImage ? outputGradient[start(block, c) + i] : 0f;
                    float normalised = isImage ? (input[start(block, c) + i] - mean[c]) * inverse : 0f;
                    lanes[i % COUNT] += dy;
                    products[i % COUNT] = Math.fma(dy, normalised, products[i % COUNT]);
                }
            }
            gradient[beta + c] = Lanes.sum(lanes, 0);
            gradient[gamma + c] = Lanes.sum(products, 0);
        }
    }

    @Override
    public void backwardInput(
            int images,
            float[] input,
            float[] mean,
            float[] variance,
            float[] outputGradient,
            float[] gradient,
            int gamma,
            int beta,
            float[] inputGradient) {
        float count = images * pixels;
        for (int c = 0; c < channels; c++) {
            float inverse = inverse(variance[c]);
            float factor = gammas[c] * inverse;
            float betaShare = gradient[beta + c] / count;
            float gammaShare = gradient[gamma + c] / count;
            for (int block = 0; block < Lanes.blocks(images); block++) {
                for (int i = 0; i < pixels * COUNT; i++) {
                    int at = start(block, c) + i;
                    float normalised = (input[at] - mean[c]) * inverse;
                    float dx = Math.fma(-normalised, gammaShare, outputGradient[at] - betaShare) * factor;
                    inputGradient[at] = isImage(block, i, images) ? dx : 0f;
                }
            }
        }
    }

    private float inverse(float variance) {
        return (float) (1 / Math.sqrt((double) variance + epsilon));
    }

    private int start(int block, int channel) {
        return (block * channels + channel) * pixels * COUNT;
    }

    /** Whether a value of a block belongs to an image, not to an unused lane. */
    private static boolean isImage(int block, int i, int images) {
        return block * COUNT + i % COUNT < images;
    }
}
