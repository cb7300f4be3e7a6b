package io.convoy.trainer.program;

import io.convoy.kernels.Activation;
import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.PooledWinners;
import io.convoy.kernels.Window;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns layers into stages and gives each its arrays. Convolution, ReLU and 2×2 max pooling become one stage. An
 * activation works in the array of the stage before it, unless that is an activation too, which needs its output again.
 */
final class Compiler {

    private static final float[] NO_GRADIENT = {};

    private final Kernels kernels;
    private final int blocks;
    private final List<Network.Step> steps;
    private final int firstLearned;
    private final int firstDense;

    /** Blockwise stages use the two in turn, so that a stage's output and input gradient never share one. */
    private final float[][] gradientScratch;

    private int gradientScratchUses;

    private final List<Stage> stages = new ArrayList<>();

    /** The output of the stages so far. */
    private Activations current;

    private Compiler(Network network, Kernels kernels, int blocks) {
        this.kernels = kernels;
        this.blocks = blocks;
        steps = network.steps();
        int learned = 0;
        while (learned < steps.size() && steps.get(learned).tensors().isEmpty()) {
            learned++;
        }
        firstLearned = learned;
        int dense = 0;
        while (dense < steps.size() && !(steps.get(dense).layer() instanceof Layer.Dense)) {
            dense++;
        }
        firstDense = dense;
        int largest = network.input().size();
        for (var step : steps) {
            largest = Math.max(largest, step.output().size());
        }
        gradientScratch = new float[2][Lanes.FIRST + largest * Lanes.COUNT];
        current = withGradient(network.input().size(), values(network.input().size()), -1);
    }

    /** Compiles a network for minibatches of up to {@code blocks} blocks. */
    static Stages compile(Network network, Kernels kernels, int blocks) {
        network.layers().forEach(Compiler::requireKnown);
        var framed = FramedNetwork.of(network);
        return new Compiler(framed.network(), kernels, blocks).stages(framed.padding());
    }

    private static void requireKnown(Layer layer) {
        boolean known = layer instanceof Layer.Convolution convolution
                ? convolution.bias()
                : layer instanceof Layer.Dense
                        || layer instanceof Layer.MaxPooling
                        || layer instanceof Layer.AveragePooling
                        || layer instanceof Layer.Padding
                        || layer == Layer.Activation.RELU
                        || layer == Layer.Activation.SIGMOID
                        || layer == Layer.Activation.TANH;
        if (!known) {
            throw new IllegalArgumentException("cannot be computed yet: " + layer);
        }
    }

    private Stages stages(int padding) {
        var input = current;
        int untrained = 0;
        int blockwise = 0;
        for (int i = 0; i < steps.size(); ) {
            int taken = fuses(i) ? 3 : 1;
            stages.add(taken == 3 ? convolutionReluMaxPooling(i) : single(i));
            i += taken;
            if (i <= firstLearned) {
                untrained = stages.size();
            }
            if (i <= firstDense) {
                blockwise = stages.size();
            }
        }
        return new Stages(
                padding,
                input,
                stages.subList(0, blockwise).toArray(Stage[]::new),
                stages.subList(blockwise, stages.size()).toArray(Stage[]::new),
                untrained,
                current);
    }

    private boolean fuses(int i) {
        return i + 2 < steps.size()
                && steps.get(i).layer() instanceof Layer.Convolution
                && steps.get(i + 1).layer() == Layer.Activation.RELU
                && steps.get(i + 2).layer() instanceof Layer.MaxPooling pooling
                && pooling.window().equals(Window.HALVING);
    }

    private Stage convolutionReluMaxPooling(int i) {
        var step = steps.get(i);
        var shape = ((Layer.Convolution) step.layer()).shape(step.input());
        var pooling = ConvolutionReluMaxPooling.pooling(shape);
        int weights = step.offsets().get(0);
        int bias = step.offsets().get(1);
        var input = current;
        var fused = kernels.convolutionReluMaxPooling(shape);
        int size = pooling.outputSize();
        int blockWinners = PooledWinners.length(pooling);
        int[] winners = new int[Math.multiplyExact(blocks, blockWinners)];
        if (!input.hasGradient()) {
            current = withGradient(size, values(size), i + 2);
            return new FirstConvolutionReluMaxPoolingStage(
                    fused, kernels.pooledWeightGradient(shape), weights, bias, input, current, blockWinners, winners);
        }
        var convolved = new Activations(shape.outputSize(), NO_GRADIENT, Lanes.FIRST, nextGradientScratch(), false);
        current = withGradient(size, values(size), i + 2);
        return new ConvolutionReluMaxPoolingStage(
                fused,
                new ConvolutionStage(kernels.convolution(shape), weights, bias, input, convolved),
                current,
                blockWinners,
                winners);
    }

    private Stage single(int i) {
        var step = steps.get(i);
        var layer = step.layer();
        var input = current;
        int size = step.output().size();
        if (layer instanceof Layer.Activation function) {
            boolean inPlace = i > 0 && !(steps.get(i - 1).layer() instanceof Layer.Activation);
            var values = inPlace ? input.values() : values(size);
            current = new Activations(size, values, input.first(), input.gradient(), input.wholeGradient());
            return new ActivationStage(activation(function), input, current);
        }
        current = withGradient(size, values(size), i);
        if (layer instanceof Layer.Convolution convolution) {
            return new ConvolutionStage(
                    kernels.convolution(convolution.shape(step.input())),
                    step.offsets().get(0),
                    step.offsets().get(1),
                    input,
                    current);
        } else if (layer instanceof Layer.Dense dense) {
            return new DenseStage(
                    kernels.dense(dense.shape(step.input())),
                    step.offsets().get(0),
                    step.offsets().get(1),
                    input,
                    current);
        } else if (layer instanceof Layer.MaxPooling pooling) {
            return new MaxPoolingStage(
                    kernels.maxPooling(pooling.shape(step.input())), input, current, new int[current.offset(blocks)]);
        } else if (layer instanceof Layer.AveragePooling pooling) {
            return new AveragePoolingStage(
                    kernels.averagePooling(pooling.shape(step.input()), pooling.countPadding()), input, current);
        } else if (layer instanceof Layer.Padding padding) {
            return new PaddingStage(padding.pixels(), step.input(), input, current);
        }
        throw new IllegalStateException("no stage for " + layer);
    }

    private Activation activation(Layer.Activation function) {
        return switch (function) {
            case RELU -> kernels.relu();
            case SIGMOID -> kernels.sigmoid();
            case TANH -> kernels.tanh();
            case RELU6, SILU, GELU, HARD_SWISH -> throw new IllegalStateException("no stage for " + function);
        };
    }

    private float[] values(int size) {
        return new float[Math.addExact(Lanes.FIRST, Math.multiplyExact(blocks * Lanes.COUNT, size))];
    }

    /** The output of step {@code i}, or for −1 the input. */
    private Activations withGradient(int size, float[] values, int i) {
        if (feedsBatchwise(i)) {
            return new Activations(size, values, 0, new float[values.length], true);
        }
        int first = reachesBatchwise(i) ? 0 : Lanes.FIRST;
        return new Activations(size, values, first, i < firstLearned ? NO_GRADIENT : nextGradientScratch(), false);
    }

    /** Whether a batchwise stage or the loss comes next and asks for the gradient. */
    private boolean feedsBatchwise(int i) {
        return reachesBatchwise(i) && firstLearned <= i;
    }

    /**
     * Whether a batchwise stage or the loss comes next, with nothing between but activations, which share the arrays.
     */
    private boolean reachesBatchwise(int i) {
        int next = i + 1;
        while (next < firstDense && steps.get(next).layer() instanceof Layer.Activation) {
            next++;
        }
        return next >= firstDense;
    }

    private float[] nextGradientScratch() {
        return gradientScratch[gradientScratchUses++ % 2];
    }
}
