package io.convoy.kernels;

/**
 * Convolution of one image in double precision. All three passes are sums over the same products, so they are written
 * once, as an enumeration of which output, weight and input pixel meet.
 */
record ReferenceConvolution(ConvolutionShape shape) {

    private interface Product {
        void of(int output, int weight, int input);
    }

    double[] forward(double[] input, double[] weights, double[] bias) {
        var output = new double[shape.outputSize()];
        int plane = shape.outputHeight() * shape.outputWidth();
        for (int i = 0; i < output.length; i++) {
            output[i] = bias[i / plane];
        }
        forEachProduct((o, w, i) -> output[o] += weights[w] * input[i]);
        return output;
    }

    double[] backwardInput(double[] outputGradient, double[] weights) {
        var inputGradient = new double[shape.inputSize()];
        forEachProduct((o, w, i) -> inputGradient[i] += weights[w] * outputGradient[o]);
        return inputGradient;
    }

    double[] weightGradient(double[] input, double[] outputGradient) {
        var gradient = new double[shape.weightCount()];
        forEachProduct((o, w, i) -> gradient[w] += input[i] * outputGradient[o]);
        return gradient;
    }

    double[] biasGradient(double[] outputGradient) {
        var gradient = new double[shape.outputChannels()];
        int plane = shape.outputHeight() * shape.outputWidth();
        for (int i = 0; i < outputGradient.length; i++) {
            gradient[i / plane] += outputGradient[i];
        }
        return gradient;
    }

    private void forEachProduct(Product product) {
        var window = shape.window();
        for (int o = 0; o < shape.outputChannels(); o++) {
            for (int i = 0; i < shape.groupInputChannels(); i++) {
                int channel = o / shape.groupOutputChannels() * shape.groupInputChannels() + i;
                for (int line = 0; line < window.height(); line++) {
                    for (int column = 0; column < window.width(); column++) {
                        int weight = ((o * shape.groupInputChannels() + i) * window.height() + line) * window.width()
                                + column;
                        forEachPosition(o, channel, line, column, weight, product);
                    }
                }
            }
        }
    }

    private void forEachPosition(int o, int channel, int line, int column, int weight, Product product) {
        var window = shape.window();
        for (int y = 0; y < shape.outputHeight(); y++) {
            for (int x = 0; x < shape.outputWidth(); x++) {
                int row = y * window.strideHeight() - window.paddingHeight() + line * window.dilationHeight();
                int pixel = x * window.strideWidth() - window.paddingWidth() + column * window.dilationWidth();
                if (row >= 0 && row < shape.inputHeight() && pixel >= 0 && pixel < shape.inputWidth()) {
                    product.of(
                            (o * shape.outputHeight() + y) * shape.outputWidth() + x,
                            weight,
                            (channel * shape.inputHeight() + row) * shape.inputWidth() + pixel);
                }
            }
        }
    }
}
