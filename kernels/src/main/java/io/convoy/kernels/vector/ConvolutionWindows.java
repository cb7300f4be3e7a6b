package io.convoy.kernels.vector;

import io.convoy.kernels.ConvolutionShape;

/** Where the windows of a convolution lie in its padded input, and their pixels in them. */
final class ConvolutionWindows {

    private final ConvolutionShape shape;
    private final PaddedPlanes input;

    ConvolutionWindows(ConvolutionShape shape) {
        this.shape = shape;
        var window = shape.window();
        input = new PaddedPlanes(
                shape.inputChannels(),
                shape.inputHeight(),
                shape.inputWidth(),
                window.paddingHeight(),
                window.paddingHeight(),
                window.paddingWidth(),
                window.paddingWidth());
    }

    PaddedPlanes input() {
        return input;
    }

    /** Floats of the input channels of one group. */
    int groupInput() {
        return shape.groupInputChannels() * input.plane();
    }

    /** From the top left corner of a window to each of its pixels, input channel by input channel. */
    int[] taps() {
        var window = shape.window();
        int[] taps = new int[shape.groupInputChannels() * window.area()];
        int tap = 0;
        for (int channel = 0; channel < shape.groupInputChannels(); channel++) {
            for (int row = 0; row < window.height(); row++) {
                for (int column = 0; column < window.width(); column++) {
                    taps[tap++] = channel * input.plane()
                            + input.distance(row * window.dilationHeight(), column * window.dilationWidth());
                }
            }
        }
        return taps;
    }

    /** The top left corner of the window of an output pixel. */
    int corner(int y, int x) {
        return input.distance(
                y * shape.window().strideHeight(), x * shape.window().strideWidth());
    }

    /** The corners of all windows. */
    int[] corners() {
        int[] corners = new int[shape.outputHeight() * shape.outputWidth()];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = corner(i / shape.outputWidth(), i % shape.outputWidth());
        }
        return corners;
    }
}
