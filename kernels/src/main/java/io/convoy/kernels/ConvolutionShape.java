package io.convoy.kernels;

/**
 * A two-dimensional convolution (cross-correlation, as every CNN framework defines it).
 *
 * <p>Weights are {@code [outputChannels][inputChannels / groups][window.height][window.width]}; output channel
 * {@code o} sees the input channels of group {@code o / (outputChannels / groups)} only. {@code groups ==
 * inputChannels} is a depthwise convolution.
 */
public record ConvolutionShape(
        int inputChannels, int inputHeight, int inputWidth, int outputChannels, Window window, int groups) {

    public ConvolutionShape {
        Shapes.requirePositive("inputChannels", inputChannels);
        Shapes.requirePositive("inputHeight", inputHeight);
        Shapes.requirePositive("inputWidth", inputWidth);
        Shapes.requirePositive("outputChannels", outputChannels);
        Shapes.requirePositive("groups", groups);
        if (inputChannels % groups != 0 || outputChannels % groups != 0) {
            throw new IllegalArgumentException("expected groups to divide inputChannels=" + inputChannels
                    + " and outputChannels=" + outputChannels + " but found " + groups);
        }
        window.outputHeight(inputHeight);
        window.outputWidth(inputWidth);
    }

    /** A convolution of one group. */
    public ConvolutionShape(int inputChannels, int inputHeight, int inputWidth, int outputChannels, Window window) {
        this(inputChannels, inputHeight, inputWidth, outputChannels, window, 1);
    }

    public int outputHeight() {
        return window.outputHeight(inputHeight);
    }

    public int outputWidth() {
        return window.outputWidth(inputWidth);
    }

    /** Input channels that one output channel sees. */
    public int groupInputChannels() {
        return inputChannels / groups;
    }

    /** Output channels that one input channel feeds. */
    public int groupOutputChannels() {
        return outputChannels / groups;
    }

    /** Weights without bias. */
    public int weightCount() {
        return outputChannels * groupInputChannels() * window.area();
    }

    /** Values of one image, not of a block. */
    public int inputSize() {
        return inputChannels * inputHeight * inputWidth;
    }

    /** Values of one image, not of a block. */
    public int outputSize() {
        return outputChannels * outputHeight() * outputWidth();
    }

    /** Multiply-adds of the forward pass for one image, padding counted. */
    public long multiplyAdds() {
        return (long) weightCount() * outputHeight() * outputWidth();
    }
}
