package io.convoy.kernels;

/**
 * Mean and maximum of each pixel over the channels of one block, as spatial attention looks at (CBAM, Woo et al.,
 * 2018). Shapes:
 *
 * <pre>
 * input, inputGradient    [channels][pixels][16]
 * output, outputGradient  [2][pixels][16]: the means, then the maxima
 * winners                 [pixels][16]
 * </pre>
 *
 * <p>The mean starts from 0, adds channel by channel and is multiplied by one over the channels. The maximum is that of
 * {@link Math#max} from −∞ on, and its winner the last channel for which {@code (maximum before it) − input} has its
 * sign bit set: the first of equals.
 */
public interface ChannelStatistics {

    int channels();

    /** Height times width. */
    int pixels();

    /** Overwrites one block of output and, with the channel of the maximum, of winners. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset);

    /** Overwrites one block of input gradient: the mean's share, plus the gradient of the maximum for its winner. */
    void backward(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset);
}
