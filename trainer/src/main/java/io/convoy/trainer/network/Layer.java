package io.convoy.trainer.network;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.PoolingShape;
import io.convoy.kernels.Window;
import java.io.Serializable;
import java.util.List;

/** One layer of a {@link Network}: what it does to an image and which tensors it learns. */
public sealed interface Layer extends Serializable {

    /** @throws IllegalArgumentException if the layer cannot take that input */
    ImageShape output(ImageShape input);

    /** The learned tensors in the order in which they are stored; empty for most layers. */
    default List<Tensor> tensors(ImageShape input) {
        return List.of();
    }

    /** Multiply-adds of the forward pass for one image. */
    default long multiplyAdds(ImageShape input) {
        return 0;
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

    /** Tensors {@code name.weight} [output][input / groups][height][width] and {@code name.bias} [output]. */
    record Convolution(String name, int outputChannels, Window window, int groups) implements Layer {

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
            return List.of(
                    new Tensor(name + ".weight", List.of(outputChannels, inputs, window.height(), window.width())),
                    new Tensor(name + ".bias", List.of(outputChannels)));
        }

        @Override
        public long multiplyAdds(ImageShape input) {
            return shape(input).multiplyAdds();
        }
    }

    record MaxPooling(Window window) implements Layer {

        public PoolingShape shape(ImageShape input) {
            return new PoolingShape(input.channels(), input.height(), input.width(), window);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return pooled(shape(input));
        }
    }

    record AveragePooling(Window window, boolean countPadding) implements Layer {

        public PoolingShape shape(ImageShape input) {
            return new PoolingShape(input.channels(), input.height(), input.width(), window);
        }

        @Override
        public ImageShape output(ImageShape input) {
            return pooled(shape(input));
        }
    }

    /** Takes its input as a vector. Tensors {@code name.weight} [outputs][inputs] and {@code name.bias} [outputs]. */
    record Dense(String name, int outputs) implements Layer {

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
                    new Tensor(name + ".weight", List.of(outputs, input.size())),
                    new Tensor(name + ".bias", List.of(outputs)));
        }

        @Override
        public long multiplyAdds(ImageShape input) {
            return shape(input).weightCount();
        }
    }

    /** An elementwise function. */
    enum Activation implements Layer {
        RELU,
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
}
