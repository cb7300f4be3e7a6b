package io.convoy.trainer.network;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.PoolingShape;
import io.convoy.kernels.Window;
import java.io.Serializable;
import java.util.List;

/** A part of a {@link Network}, from an activation to a tree of layers: what it does to an image, and its tensors. */
public sealed interface Layer extends Serializable
        permits Branches,
                Layer.Named,
                Layer.Padding,
                Layer.MaxPooling,
                Layer.AveragePooling,
                Layer.GlobalAveragePooling,
                Layer.ChannelStatistics,
                Layer.PixelStatistics,
                Layer.Dropout,
                Layer.Activation {

    /** @throws IllegalArgumentException if the layer cannot take that input */
    ImageShape output(ImageShape input);

    /** The tensors in the order in which they are stored; empty for most layers. */
    default List<Tensor> tensors(ImageShape input) {
        return List.of();
    }

    /** Multiply-adds of convolutions and dense layers in the forward pass for one image. */
    default long multiplyAdds(ImageShape input) {
        return 0;
    }

    /** A layer whose name its tensors carry. */
    sealed interface Named extends Layer permits Sequence, Convolution, Dense, BatchNormalisation, GroupNormalisation {

        String name();
    }

    /** A frame of zeros, {@code pixels} wide, around each channel. */
    record Padding(int pixels) implements Layer {

        public Padding {
            if (pixels < 0) {
                throw new IllegalArgumentException("expected padding ≥ 0 but found " + pixels);
            }
        }

        @Override
        public ImageShape output(ImageShape input) {
            int both = Math.multiplyExact(2, pixels);
            return new ImageShape(
                    input.channels(), Math.addExact(input.height(), both), Math.addExact(input.width(), both));
        }
    }

    /**
     * Tensors {@code name.weight} [output][input / groups][height][width] and, with a bias, {@code name.bias} [output].
     * As many groups as input channels are a depthwise convolution. Sizes are rounded down.
     */
    record Convolution(String name, int outputChannels, Window window, int groups, boolean bias) implements Named {

        /** With a bias. */
        public Convolution(String name, int outputChannels, Window window, int groups) {
            this(name, outputChannels, window, groups, true);
        }

        /** Of one group, with a bias. */
        public Convolution(String name, int outputChannels, Window window) {
            this(name, outputChannels, window, 1);
        }

        public ConvolutionShape shape(ImageShape input) {
            return new ConvolutionShape(
                    input.channels(), input.height(), input.width(), outputChannels, window, groups);
        }

        @Override
        public ImageShape output(ImageShape input) {
            var shape = shape(input);
            return new ImageShape(outputChannels, shape.outputHeight(), shape.outputWidth());
        }

        @Override
        public List<Tensor> tensors(ImageShape input) {
            int inputs = shape(input).groupInputChannels();
            var weight = Tensor.weight(name + ".weight", outputChannels, inputs, window.height(), window.width());
            return bias ? List.of(weight, Tensor.undecayed(name + ".bias", outputChannels, 0)) : List.of(weight);
        }

        @Override
        public long multiplyAdds(ImageShape input) {
            return shape(input).multiplyAdds();
        }

        /** Part of a run's identity in its checkpoints, so written as it was before there were any without a bias. */
        @Override
        public String toString() {
            return "Convolution[name=" + name + ", outputChannels=" + outputChannels + ", window=" + window
                    + ", groups=" + groups + (bias ? "]" : ", bias=false]");
        }
    }

    /** Takes its input as a vector. Tensors {@code name.weight} [outputs][inputs] and {@code name.bias} [outputs]. */
    record Dense(String name, int outputs) implements Named {

        public DenseShape shape(ImageShape input) {
            return new DenseShape(input.size(), outputs);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return ImageShape.vector(outputs);
        }

        @Override
        public List<Tensor> tensors(ImageShape input) {
            return List.of(
                    Tensor.weight(name + ".weight", outputs, input.size()),
                    Tensor.undecayed(name + ".bias", outputs, 0));
        }

        @Override
        public long multiplyAdds(ImageShape input) {
            return shape(input).weightCount();
        }
    }

    /** Sizes are rounded down; padding never wins. */
    record MaxPooling(Window window) implements Layer {

        public PoolingShape shape(ImageShape input) {
            return new PoolingShape(input.channels(), input.height(), input.width(), window);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return pooled(shape(input));
        }
    }

    /** Sizes are rounded down. With {@code countPadding} the zeros of the padding count as pixels. */
    record AveragePooling(Window window, boolean countPadding) implements Layer {

        public PoolingShape shape(ImageShape input) {
            return new PoolingShape(input.channels(), input.height(), input.width(), window);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return pooled(shape(input));
        }
    }

    /** The mean of each channel over all pixels: {@code C×1×1}. */
    record GlobalAveragePooling() implements Layer {

        @Override
        public ImageShape output(ImageShape input) {
            return ImageShape.vector(input.channels());
        }
    }

    /** The mean, then the maximum of each pixel over all channels: {@code 2×H×W}, for attention to places. */
    record ChannelStatistics() implements Layer {

        @Override
        public ImageShape output(ImageShape input) {
            return new ImageShape(2, input.height(), input.width());
        }
    }

    /**
     * The mean, then the maximum of each channel over all pixels, as two pixels: {@code C×1×2}, for attention to
     * channels. Convolutions of one pixel then do the same to both.
     */
    record PixelStatistics() implements Layer {

        @Override
        public ImageShape output(ImageShape input) {
            return new ImageShape(input.channels(), 1, 2);
        }
    }

    /**
     * {@code weight · (x − mean) / √(variance + epsilon) + bias} for each channel, over all pixels of a group of
     * images: Ioffe and Szegedy 2015, arXiv 1502.03167. In training mean and variance are the group's, the variance
     * biased (divided by the count); afterwards those that are stored, which the training gathers from Σx and Σx² in
     * double over its last round or a pass of recalibration, never by a momentum. Tensors {@code name.weight},
     * {@code name.bias}, {@code name.running_mean} and {@code name.running_var}, all [channels].
     */
    record BatchNormalisation(String name, double epsilon) implements Named {

        /** What PyTorch adds to a variance. */
        public static final double USUAL_EPSILON = 1e-5;

        public BatchNormalisation {
            requirePositive("epsilon", epsilon);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return input;
        }

        @Override
        public List<Tensor> tensors(ImageShape input) {
            int channels = input.channels();
            return List.of(
                    Tensor.undecayed(name + ".weight", channels, 1),
                    Tensor.undecayed(name + ".bias", channels, 0),
                    Tensor.statistic(name + ".running_mean", channels, 0),
                    Tensor.statistic(name + ".running_var", channels, 1));
        }
    }

    /**
     * {@code weight · (x − mean) / √(variance + epsilon) + bias}, over all pixels of a group of neighbouring channels
     * of one image, the variance biased: Wu and He 2018, arXiv 1803.08494. Tensors {@code name.weight} and
     * {@code name.bias}, both [channels].
     */
    record GroupNormalisation(String name, int groups, double epsilon) implements Named {

        public GroupNormalisation {
            requirePositive("groups", groups);
            requirePositive("epsilon", epsilon);
        }

        @Override
        public ImageShape output(ImageShape input) {
            if (input.channels() % groups != 0) {
                throw new IllegalArgumentException(
                        "expected groups to divide the " + input.channels() + " channels but found " + groups);
            }
            return input;
        }

        @Override
        public List<Tensor> tensors(ImageShape input) {
            return List.of(
                    Tensor.undecayed(name + ".weight", input.channels(), 1),
                    Tensor.undecayed(name + ".bias", input.channels(), 0));
        }
    }

    /**
     * In training each value becomes 0 with that probability and is else divided by {@code 1 − probability}; afterwards
     * the identity.
     */
    record Dropout(double probability) implements Layer {

        public Dropout {
            if (!(probability >= 0 && probability < 1)) {
                throw new IllegalArgumentException("expected 0 ≤ probability < 1 but found " + probability);
            }
        }

        @Override
        public ImageShape output(ImageShape input) {
            return input;
        }
    }

    /** An elementwise function. */
    enum Activation implements Layer {
        /** max(x, 0) */
        RELU,
        /** min(max(x, 0), 6) */
        RELU6,
        /** x · sigmoid(x) */
        SILU,
        /** x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))): the form with tanh, not the one with erf. */
        GELU,
        /** x · min(max(x + 3, 0), 6) / 6 */
        HARD_SWISH,
        SIGMOID,
        TANH;

        @Override
        public ImageShape output(ImageShape input) {
            return input;
        }
    }

    private static ImageShape pooled(PoolingShape shape) {
        return new ImageShape(shape.channels(), shape.outputHeight(), shape.outputWidth());
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("expected " + name + " > 0 but found " + value);
        }
    }
}
