package io.convoy.kernels;

/** Pooling of each channel by a {@link Window}. Padding must be smaller than the window, so no window lies outside. */
public record PoolingShape(int channels, int inputHeight, int inputWidth, Window window) {

    public PoolingShape {
        Shapes.requirePositive("channels", channels);
        Shapes.requirePositive("inputHeight", inputHeight);
        Shapes.requirePositive("inputWidth", inputWidth);
        if (window.dilationHeight() != 1 || window.dilationWidth() != 1) {
            throw new IllegalArgumentException("pooling has no dilation but found " + window);
        }
        if (window.paddingHeight() >= window.height() || window.paddingWidth() >= window.width()) {
            throw new IllegalArgumentException("expected pooling padding smaller than the window of " + window.height()
                    + "×" + window.width() + " but found " + window.paddingHeight() + "×" + window.paddingWidth());
        }
        window.outputHeight(inputHeight);
        window.outputWidth(inputWidth);
    }

    public int outputHeight() {
        return window.outputHeight(inputHeight);
    }

    public int outputWidth() {
        return window.outputWidth(inputWidth);
    }

    /** Values of one image, not of a block. */
    public int inputSize() {
        return channels * inputHeight * inputWidth;
    }

    /** Values of one image, not of a block. */
    public int outputSize() {
        return channels * outputHeight() * outputWidth();
    }
}
