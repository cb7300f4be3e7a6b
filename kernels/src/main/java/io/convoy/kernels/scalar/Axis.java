package io.convoy.kernels.scalar;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PoolingShape;

/** How a window walks along one axis of an image: which input pixel meets which output pixel. */
record Axis(int input, int output, int window, int stride, int padding, int dilation) {

    static Axis vertical(ConvolutionShape shape) {
        var window = shape.window();
        return new Axis(
                shape.inputHeight(),
                shape.outputHeight(),
                window.height(),
                window.strideHeight(),
                window.paddingHeight(),
                window.dilationHeight());
    }

    static Axis horizontal(ConvolutionShape shape) {
        var window = shape.window();
        return new Axis(
                shape.inputWidth(),
                shape.outputWidth(),
                window.width(),
                window.strideWidth(),
                window.paddingWidth(),
                window.dilationWidth());
    }

    static Axis vertical(PoolingShape shape) {
        var window = shape.window();
        return new Axis(
                shape.inputHeight(),
                shape.outputHeight(),
                window.height(),
                window.strideHeight(),
                window.paddingHeight(),
                1);
    }

    static Axis horizontal(PoolingShape shape) {
        var window = shape.window();
        return new Axis(
                shape.inputWidth(),
                shape.outputWidth(),
                window.width(),
                window.strideWidth(),
                window.paddingWidth(),
                1);
    }

    /** The input pixel under a tap of the window; outside of the input it is padding. */
    int inputUnder(int outputPixel, int tap) {
        return outputPixel * stride + shift(tap);
    }

    /** The output pixel that sees an input pixel, or one of the padding, through a tap; −1 if none does. */
    int outputAbove(int inputPixel, int tap) {
        int distance = inputPixel - shift(tap);
        int outputPixel = distance / stride;
        return distance >= 0 && distance % stride == 0 && outputPixel < output ? outputPixel : -1;
    }

    boolean isInside(int inputPixel) {
        return inputPixel >= 0 && inputPixel < input;
    }

    /** The first output pixel whose tap lies inside the input. */
    int firstOutput(int tap) {
        return Math.min(output, Math.max(0, -Math.floorDiv(shift(tap), stride)));
    }

    /** One past the last output pixel whose tap lies inside the input. */
    int endOutput(int tap) {
        int last = Math.floorDiv(input - 1 - shift(tap), stride);
        return Math.max(firstOutput(tap), Math.min(output, last + 1));
    }

    /** The first real pixel under a window without dilation. */
    int firstInput(int outputPixel) {
        return Math.max(0, inputUnder(outputPixel, 0));
    }

    /** One past the last real pixel under a window without dilation. */
    int endInput(int outputPixel) {
        return Math.min(input, inputUnder(outputPixel, 0) + window);
    }

    private int shift(int tap) {
        return tap * dilation - padding;
    }
}
