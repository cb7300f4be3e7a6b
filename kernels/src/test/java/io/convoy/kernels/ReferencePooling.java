package io.convoy.kernels;

import java.util.ArrayList;
import java.util.List;

/** Pooling of one image in double precision, on lists of the pixels under each window. */
record ReferencePooling(PoolingShape shape) {

    /** A real pixel under a window: its index in the input and its position in the window. */
    record Pixel(int index, int position) {}

    /** The pixels of every window in the order of the output. */
    List<List<Pixel>> windows() {
        var windows = new ArrayList<List<Pixel>>();
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = 0; y < shape.outputHeight(); y++) {
                for (int x = 0; x < shape.outputWidth(); x++) {
                    windows.add(window(channel, y, x));
                }
            }
        }
        return windows;
    }

    private List<Pixel> window(int channel, int y, int x) {
        var window = shape.window();
        var pixels = new ArrayList<Pixel>();
        for (int position = 0; position < window.area(); position++) {
            int row = y * window.strideHeight() - window.paddingHeight() + position / window.width();
            int column = x * window.strideWidth() - window.paddingWidth() + position % window.width();
            if (row >= 0 && row < shape.inputHeight() && column >= 0 && column < shape.inputWidth()) {
                int index = (channel * shape.inputHeight() + row) * shape.inputWidth() + column;
                pixels.add(new Pixel(index, position));
            }
        }
        return pixels;
    }

    double[] average(double[] input, boolean countPadding) {
        return windows().stream()
                .mapToDouble(window ->
                        window.stream().mapToDouble(pixel -> input[pixel.index]).sum() / divisor(window, countPadding))
                .toArray();
    }

    double[] averageBackward(double[] outputGradient, boolean countPadding) {
        var inputGradient = new double[shape.inputSize()];
        var windows = windows();
        for (int o = 0; o < outputGradient.length; o++) {
            for (var pixel : windows.get(o)) {
                inputGradient[pixel.index] += outputGradient[o] / divisor(windows.get(o), countPadding);
            }
        }
        return inputGradient;
    }

    private int divisor(List<Pixel> window, boolean countPadding) {
        return countPadding ? shape.window().area() : window.size();
    }
}
