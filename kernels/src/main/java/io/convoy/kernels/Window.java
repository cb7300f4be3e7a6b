package io.convoy.kernels;

import java.io.Serializable;

/**
 * How a convolution or pooling window walks over an image: its size in pixels, stride, zero padding on both sides and
 * dilation, each for height and width.
 */
public record Window(
        int height,
        int width,
        int strideHeight,
        int strideWidth,
        int paddingHeight,
        int paddingWidth,
        int dilationHeight,
        int dilationWidth)
        implements Serializable {

    /** Two by two pixels side by side, as most networks pool. */
    public static final Window HALVING = square(2).withStride(2);

    public Window {
        Shapes.requirePositive("window height", height);
        Shapes.requirePositive("window width", width);
        Shapes.requirePositive("stride height", strideHeight);
        Shapes.requirePositive("stride width", strideWidth);
        Shapes.requireNotNegative("padding height", paddingHeight);
        Shapes.requireNotNegative("padding width", paddingWidth);
        Shapes.requirePositive("dilation height", dilationHeight);
        Shapes.requirePositive("dilation width", dilationWidth);
    }

    /** A square window that moves one pixel at a time, without padding or dilation. */
    public static Window square(int size) {
        return of(size, size);
    }

    /** A window that moves one pixel at a time, without padding or dilation. */
    public static Window of(int height, int width) {
        return new Window(height, width, 1, 1, 0, 0, 1, 1);
    }

    public Window withStride(int stride) {
        return new Window(height, width, stride, stride, paddingHeight, paddingWidth, dilationHeight, dilationWidth);
    }

    public Window withPadding(int padding) {
        return new Window(height, width, strideHeight, strideWidth, padding, padding, dilationHeight, dilationWidth);
    }

    public Window withDilation(int dilation) {
        return new Window(height, width, strideHeight, strideWidth, paddingHeight, paddingWidth, dilation, dilation);
    }

    public int area() {
        return Math.multiplyExact(height, width);
    }

    /** {@code (input + 2 padding − dilation (height − 1) − 1) / stride + 1}, rounded down. */
    public int outputHeight(int inputHeight) {
        return Shapes.outputSize("height", inputHeight, height, strideHeight, paddingHeight, dilationHeight);
    }

    /** {@code (input + 2 padding − dilation (width − 1) − 1) / stride + 1}, rounded down. */
    public int outputWidth(int inputWidth) {
        return Shapes.outputSize("width", inputWidth, width, strideWidth, paddingWidth, dilationWidth);
    }
}
