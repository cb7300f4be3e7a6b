package io.convoy.trainer.program;

import io.convoy.kernels.Window;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What each leaf makes of one image, in double, from the definitions. */
final class ReferenceLayers {

    private ReferenceLayers() {}

    static double[] apply(Network.Step step, double[] parameters, double[] input) {
        var layer = step.layer();
        if (layer instanceof Layer.Activation activation) {
            return Arrays.stream(input).map(x -> activate(activation, x)).toArray();
        } else if (layer instanceof Layer.Dense) {
            return dense(step, parameters, input);
        } else if (layer instanceof Layer.Convolution convolution) {
            return convolution(step, convolution, parameters, input);
        } else if (layer instanceof Layer.MaxPooling pooling) {
            return pooling(step, pooling.window(), true, false, input);
        } else if (layer instanceof Layer.AveragePooling pooling) {
            return pooling(step, pooling.window(), false, pooling.countPadding(), input);
        } else if (layer instanceof Layer.GlobalAveragePooling) {
            var window = Window.of(step.input().height(), step.input().width());
            return pooling(step, window, false, false, input);
        } else if (layer instanceof Layer.Padding padding) {
            return padding(step, padding.pixels(), input);
        } else if (layer instanceof Layer.BatchNormalisation normalisation) {
            return normalise(step, normalisation.epsilon(), parameters, input, c -> new double[] {
                parameters[step.offsets().get(2) + c], parameters[step.offsets().get(3) + c]
            });
        } else if (layer instanceof Layer.GroupNormalisation normalisation) {
            int group = input.length / normalisation.groups();
            int plane = input.length / step.input().channels();
            return normalise(step, normalisation.epsilon(), parameters, input, c -> {
                int from = c * plane / group * group;
                return moments(Arrays.stream(input, from, from + group).toArray());
            });
        } else if (layer instanceof Layer.ChannelStatistics) {
            int pixels = step.input().height() * step.input().width();
            return statistics(step.input().channels(), pixels, input);
        } else if (layer instanceof Layer.PixelStatistics) {
            int pixels = step.input().height() * step.input().width();
            return IntStream.range(0, step.input().channels())
                    .mapToObj(c -> Arrays.copyOfRange(input, c * pixels, (c + 1) * pixels))
                    .flatMapToDouble(plane -> Arrays.stream(statistics(pixels, 1, plane)))
                    .toArray();
        }
        throw new AssertionError(layer);
    }

    static double[][] normaliseBatch(Network.Step step, double epsilon, double[] parameters, double[][] images) {
        int plane = step.input().height() * step.input().width();
        var moments = IntStream.range(0, step.input().channels())
                .mapToObj(c -> moments(Arrays.stream(images)
                        .flatMapToDouble(image -> Arrays.stream(image, c * plane, (c + 1) * plane))
                        .toArray()))
                .toList();
        return Arrays.stream(images)
                .map(image -> normalise(step, epsilon, parameters, image, moments::get))
                .toArray(double[][]::new);
    }

    /** @param moments mean and variance for a channel */
    private static double[] normalise(
            Network.Step step, double epsilon, double[] parameters, double[] input, IntFunction<double[]> moments) {
        int plane = step.input().height() * step.input().width();
        return IntStream.range(0, input.length)
                .mapToDouble(i -> {
                    int c = i / plane;
                    var ofChannel = moments.apply(c);
                    double normal = (input[i] - ofChannel[0]) / Math.sqrt(ofChannel[1] + epsilon);
                    return parameters[step.offsets().get(0) + c] * normal
                            + parameters[step.offsets().get(1) + c];
                })
                .toArray();
    }

    /** Mean and variance, divided by the count. */
    private static double[] moments(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return new double[] {
            mean,
            Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow()
        };
    }

    /** Of each pixel the mean over the channels, then the maxima. */
    private static double[] statistics(int channels, int pixels, double[] input) {
        return IntStream.range(0, 2 * pixels)
                .mapToDouble(i -> {
                    var values = IntStream.range(0, channels).mapToDouble(c -> input[c * pixels + i % pixels]);
                    return (i < pixels ? values.average() : values.max()).orElseThrow();
                })
                .toArray();
    }

    private static double activate(Layer.Activation activation, double x) {
        return switch (activation) {
            case RELU -> Math.max(0, x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case RELU6 -> Math.min(Math.max(0, x), 6);
            case SILU -> x / (1 + Math.exp(-x));
            case GELU -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
        };
    }

    private static double[] dense(Network.Step step, double[] parameters, double[] input) {
        var output = new double[step.output().size()];
        for (int o = 0; o < output.length; o++) {
            output[o] = parameters[step.offsets().get(1) + o];
            for (int i = 0; i < input.length; i++) {
                output[o] += parameters[step.offsets().get(0) + o * input.length + i] * input[i];
            }
        }
        return output;
    }

    private static double[] convolution(
            Network.Step step, Layer.Convolution layer, double[] parameters, double[] input) {
        var out = step.output();
        var window = layer.window();
        int groupInputs = step.input().channels() / layer.groups();
        int groupOutputs = out.channels() / layer.groups();
        var output = new double[out.size()];
        for (int o = 0, at = 0; o < out.channels(); o++) {
            for (int row = 0; row < out.height(); row++) {
                for (int column = 0; column < out.width(); column++, at++) {
                    double sum = layer.bias() ? parameters[step.offsets().get(1) + o] : 0;
                    int tap = step.offsets().get(0) + o * groupInputs * window.area();
                    for (int i = 0; i < groupInputs; i++) {
                        int channel = o / groupOutputs * groupInputs + i;
                        for (int y = 0; y < window.height(); y++) {
                            for (int x = 0; x < window.width(); x++, tap++) {
                                sum += parameters[tap]
                                        * value(step.input(), input, channel, window, row, column, y, x, 0);
                            }
                        }
                    }
                    output[at] = sum;
                }
            }
        }
        return output;
    }

    private static double[] pooling(
            Network.Step step, Window window, boolean maximum, boolean countPadding, double[] input) {
        var out = step.output();
        var output = new double[out.size()];
        for (int channel = 0, at = 0; channel < out.channels(); channel++) {
            for (int row = 0; row < out.height(); row++) {
                for (int column = 0; column < out.width(); column++, at++) {
                    double sum = 0;
                    double most = Double.NEGATIVE_INFINITY;
                    int pixels = 0;
                    for (int y = 0; y < window.height(); y++) {
                        for (int x = 0; x < window.width(); x++) {
                            double value = value(
                                    step.input(), input, channel, window, row, column, y, x, Double.NEGATIVE_INFINITY);
                            if (value != Double.NEGATIVE_INFINITY) {
                                sum += value;
                                pixels++;
                                most = Math.max(most, value);
                            }
                        }
                    }
                    output[at] = maximum ? most : sum / (countPadding ? window.area() : pixels);
                }
            }
        }
        return output;
    }

    private static double[] padding(Network.Step step, int padding, double[] input) {
        var in = step.input();
        var out = step.output();
        var output = new double[out.size()];
        for (int i = 0; i < input.length; i++) {
            int column = i % in.width() + padding;
            int row = i / in.width() % in.height() + padding;
            int channel = i / (in.width() * in.height());
            output[(channel * out.height() + row) * out.width() + column] = input[i];
        }
        return output;
    }

    /** The input under a window's pixel (y, x) for the output at (row, column), or {@code outside}. */
    private static double value(
            ImageShape shape,
            double[] input,
            int channel,
            Window window,
            int row,
            int column,
            int y,
            int x,
            double outside) {
        int inputRow = row * window.strideHeight() - window.paddingHeight() + y * window.dilationHeight();
        int inputColumn = column * window.strideWidth() - window.paddingWidth() + x * window.dilationWidth();
        if (inputRow < 0 || inputRow >= shape.height() || inputColumn < 0 || inputColumn >= shape.width()) {
            return outside;
        }
        return input[(channel * shape.height() + inputRow) * shape.width() + inputColumn];
    }
}
