package io.convoy.trainer.program;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.PoolingShape;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;

/**
 * What a node computes, and what the passes of the compiler must know of it. {@code weights}, {@code bias} and the like
 * are offsets into the parameters.
 */
sealed interface Operator {

    /** Whether all blocks of a minibatch must have been through the nodes before, though it goes block by block. */
    default boolean isBarrier() {
        return false;
    }

    /** Whether its output is its input. */
    default boolean isIdentity() {
        return false;
    }

    /** Whether it needs all blocks of a minibatch at once, in whole arrays from 0 on. */
    default boolean isBatchwise() {
        return false;
    }

    default boolean learns() {
        return false;
    }

    /** Whether the backward pass reads what was put in. */
    default boolean readsInputs() {
        return false;
    }

    /** Whether the backward pass reads what came out. */
    default boolean readsOutput() {
        return false;
    }

    /** Whether the output may overwrite the first input, where nobody needs that any more. */
    default boolean worksInPlace() {
        return false;
    }

    /** Whether the gradient of the first input may overwrite the gradient of the output. */
    default boolean passesGradientInPlace() {
        return false;
    }

    /** Values of an image that the backward pass needs room for where it gives an input gradient. */
    default int scratch() {
        return 0;
    }

    /** A frame of zeros; {@code shape} is the input's. */
    record Padding(int pixels, ImageShape shape) implements Operator {}

    record Convolution(ConvolutionShape shape, int weights, int bias) implements Operator {

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public boolean readsInputs() {
            return true;
        }
    }

    /** With ReLU and pooling by {@link io.convoy.kernels.Window#HALVING} in one sweep. */
    record PooledConvolution(Convolution convolution) implements Operator {

        PoolingShape pooling() {
            return ConvolutionReluMaxPooling.pooling(convolution.shape());
        }

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public boolean readsInputs() {
            return true;
        }

        @Override
        public int scratch() {
            return convolution.shape().outputSize();
        }
    }

    record Dense(DenseShape shape, int weights, int bias) implements Operator {

        @Override
        public boolean isBatchwise() {
            return true;
        }

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public boolean readsInputs() {
            return true;
        }
    }

    record MaxPooling(PoolingShape shape) implements Operator {}

    record AveragePooling(PoolingShape shape, boolean countPadding) implements Operator {}

    record Activation(Layer.Activation function) implements Operator {

        @Override
        public boolean readsOutput() {
            return true;
        }

        @Override
        public boolean worksInPlace() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }

    /** Whose derivative needs its input. */
    record GatedActivation(Layer.Activation function) implements Operator {

        @Override
        public boolean readsInputs() {
            return true;
        }

        @Override
        public boolean worksInPlace() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }

    /**
     * By stored statistics.
     *
     * @param number which one of the network, from 0
     */
    record BatchNormalisation(
            int number, ImageShape shape, double epsilon, int weight, int bias, int mean, int variance)
            implements Operator {

        @Override
        public boolean worksInPlace() {
            return true;
        }
    }

    /** The first half of a batch normalisation in training: hands on what it adds up. */
    record BatchSums(BatchNormalisation normalisation) implements Operator {

        @Override
        public boolean isIdentity() {
            return true;
        }

        @Override
        public boolean readsInputs() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }

    /** The second half, by the statistics of the minibatch. */
    record NormalisationBySums(BatchNormalisation normalisation) implements Operator {

        @Override
        public boolean isBarrier() {
            return true;
        }

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public boolean readsInputs() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }

    record GroupNormalisation(ImageShape shape, int groups, double epsilon, int weight, int bias) implements Operator {

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public boolean readsInputs() {
            return true;
        }

        @Override
        public boolean worksInPlace() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }

    /**
     * In training.
     *
     * @param number which one of the network, from 0
     */
    record Dropout(int number, double probability) implements Operator {

        @Override
        public boolean worksInPlace() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }

    /** Mean and maximum of each pixel over the channels. */
    record ChannelStatistics(ImageShape shape) implements Operator {}

    /** Mean and maximum of each channel over the pixels. */
    record PixelStatistics(ImageShape shape) implements Operator {}

    record Addition() implements Operator {

        @Override
        public boolean worksInPlace() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }

    /** Of the channels; no arithmetic where the inputs lie in the output already. */
    record Concatenation() implements Operator {}

    /** Of two: the second is spread over the first, or as large. */
    record Multiplication(Spread spread) implements Operator {

        enum Spread {
            NONE,
            /** One number for each channel of the first. */
            OVER_PIXELS,
            /** One number for each pixel of the first. */
            OVER_CHANNELS
        }

        @Override
        public boolean readsInputs() {
            return true;
        }

        @Override
        public boolean passesGradientInPlace() {
            return true;
        }
    }
}
