package io.convoy.trainer.program;

import io.convoy.kernels.Activation;
import io.convoy.kernels.GatedActivation;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.Normalisation;
import io.convoy.kernels.PooledWinners;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gives every node its kernel and its arrays. */
final class Binding {

    private final Graph graph;
    private final Memory memory;
    private final Set<Value> learned;
    private final Kernels kernels;
    private final GhostGroups ghosts;
    private final int blocks;
    private final Minibatch batch = new Minibatch();
    private final Map<Integer, BatchMoments> moments = new TreeMap<>();

    Binding(Graph graph, Memory memory, Set<Value> learned, Kernels kernels, GhostGroups ghosts, int blocks) {
        this.graph = graph;
        this.memory = memory;
        this.learned = learned;
        this.kernels = kernels;
        this.ghosts = ghosts;
        this.blocks = blocks;
    }

    Stages bind(Schedule schedule) {
        var segments = schedule.segments().stream().map(this::segment).toArray(Stages.Segment[]::new);
        return new Stages(
                graph.padding(),
                batch,
                memory.input(),
                segments,
                memory.of(graph.output()),
                moments.values().toArray(BatchMoments[]::new));
    }

    private Stages.Segment segment(Schedule.Segment segment) {
        var forward = new ArrayList<Stage>();
        var backward = new ArrayList<Stage>();
        for (int i = segment.from(); i < segment.to(); i++) {
            var stage = stage(i);
            forward.add(stage);
            if (hasBackward(i)) {
                backward.addAll(sums(i));
                backward.add(stage);
            }
        }
        Collections.reverse(backward);
        return new Stages.Segment(forward.toArray(Stage[]::new), backward.toArray(Stage[]::new), segment.isBatchwise());
    }

    private boolean hasBackward(int i) {
        return learned.contains(graph.nodes().get(i).output());
    }

    /** What follows on the way back where an input of node {@code i} has other consumers, too. */
    private List<Stage> sums(int i) {
        var sums = new ArrayList<Stage>();
        for (int j = 0; j < graph.nodes().get(i).inputs().size(); j++) {
            var term = memory.input(i, j);
            memory.sum(i, j)
                    .ifPresent(sum ->
                            sums.add(new GradientSum(kernels.addition(), term.slope(), sum, term.blockLength())));
        }
        return sums;
    }

    private Stage stage(int i) {
        var node = graph.nodes().get(i);
        var operator = node.operator();
        var input = memory.input(i, 0);
        var output = memory.output(i);
        if (operator instanceof Operator.Convolution convolution) {
            return convolution(convolution, input, output);
        } else if (operator instanceof Operator.PooledConvolution convolution) {
            return pooledConvolution(convolution, i);
        } else if (operator instanceof Operator.Dense dense) {
            return new DenseStage(kernels.dense(dense.shape()), dense.weights(), dense.bias(), input, output);
        } else if (operator instanceof Operator.MaxPooling pooling) {
            int stride = hasBackward(i) ? output.blockLength() : 0;
            var winners = new int[Lanes.FIRST + output.blockLength() + Math.multiplyExact(blocks - 1, stride)];
            return new MaxPoolingStage(kernels.maxPooling(pooling.shape()), input, output, stride, winners);
        } else if (operator instanceof Operator.AveragePooling pooling) {
            return new AveragePoolingStage(
                    kernels.averagePooling(pooling.shape(), pooling.countPadding()), input, output);
        } else if (operator instanceof Operator.Padding padding) {
            return new PaddingStage(padding.pixels(), padding.shape(), input, output);
        } else if (operator instanceof Operator.Activation activation) {
            return new ActivationStage(activation(activation.function()), input, output);
        } else if (operator instanceof Operator.GatedActivation activation) {
            return new GatedActivationStage(gatedActivation(activation.function()), input, output);
        } else if (operator instanceof Operator.Dropout dropout) {
            return new DropoutStage(
                    kernels.dropout(dropout.probability()),
                    dropout.number(),
                    batch,
                    new int[DropoutStage.keys(blocks)],
                    input,
                    output);
        } else if (operator instanceof Operator.Addition) {
            return new AdditionStage(kernels.addition(), inputs(i), output);
        } else if (operator instanceof Operator.Concatenation) {
            return new ConcatenationStage(inputs(i), parts(node, output));
        } else if (operator instanceof Operator.Multiplication multiplication) {
            return scaling(multiplication, node, input, memory.input(i, 1), output);
        }
        return normalisation(operator, i, input, output);
    }

    private Stage normalisation(Operator operator, int i, Activations input, Activations output) {
        if (operator instanceof Operator.BatchNormalisation stored) {
            var numbers = StoredNormalisationStage.Numbers.of(stored.shape().channels());
            return new StoredNormalisationStage(kernel(stored.shape()), stored, numbers, input, output);
        } else if (operator instanceof Operator.BatchSums sums) {
            var ofBatch = sums.normalisation();
            return new BatchSumsStage(kernel(ofBatch.shape()), moments(ofBatch), batch, input, output);
        } else if (operator instanceof Operator.NormalisationBySums normalisation) {
            var ofBatch = normalisation.normalisation();
            return new BatchNormalisationStage(kernel(ofBatch.shape()), moments(ofBatch), batch, input, output);
        } else if (operator instanceof Operator.GroupNormalisation normalisation) {
            var ofGroups = new GroupMoments(normalisation, hasBackward(i) ? blocks : 1);
            return new GroupNormalisationStage(
                    kernel(normalisation.shape()), ofGroups, hasBackward(i), batch, input, output);
        } else if (operator instanceof Operator.ChannelStatistics statistics) {
            return statistics(statistics.shape().channels(), pixels(statistics.shape()), 1, i);
        } else if (operator instanceof Operator.PixelStatistics statistics) {
            return statistics(pixels(statistics.shape()), 1, statistics.shape().channels(), i);
        }
        throw new IllegalStateException("no stage for " + operator);
    }

    private Normalisation kernel(ImageShape shape) {
        return kernels.normalisation(shape.channels(), pixels(shape));
    }

    private BatchMoments moments(Operator.BatchNormalisation normalisation) {
        return moments.computeIfAbsent(
                normalisation.number(), number -> new BatchMoments(normalisation, ghosts, blocks * Lanes.COUNT));
    }

    private StatisticsStage statistics(int channels, int pixels, int parts, int i) {
        int winners = parts * pixels * Lanes.COUNT;
        int stride = hasBackward(i) ? winners : 0;
        return new StatisticsStage(
                kernels.channelStatistics(channels, pixels),
                parts,
                memory.input(i, 0),
                memory.output(i),
                stride,
                new int[winners + Math.multiplyExact(blocks - 1, stride)]);
    }

    private static int pixels(ImageShape shape) {
        return shape.height() * shape.width();
    }

    private Activations[] inputs(int i) {
        var inputs = new Activations[graph.nodes().get(i).inputs().size()];
        for (int j = 0; j < inputs.length; j++) {
            inputs[j] = memory.input(i, j);
        }
        return inputs;
    }

    private static Activations[] parts(Node node, Activations output) {
        var parts = new Activations[node.inputs().size()];
        int behind = 0;
        for (int j = 0; j < parts.length; j++) {
            int size = node.inputs().get(j).size();
            var slope = output.hasGradient() ? output.slope().behind(behind) : Slot.NONE;
            parts[j] = new Activations(size, output.value().behind(behind), slope);
            behind += size;
        }
        return parts;
    }

    private ConvolutionStage convolution(Operator.Convolution operator, Activations input, Activations output) {
        return new ConvolutionStage(
                kernels.convolution(operator.shape()), operator.weights(), operator.bias(), input, output);
    }

    private Stage pooledConvolution(Operator.PooledConvolution operator, int i) {
        var convolution = operator.convolution();
        int winners = PooledWinners.length(operator.pooling());
        int stride = hasBackward(i) ? winners : 0;
        var input = memory.input(i, 0);
        var sweep = new PooledConvolutionStage(
                kernels.convolutionReluMaxPooling(convolution.shape()),
                convolution.weights(),
                convolution.bias(),
                input,
                memory.output(i),
                stride,
                new int[winners + Math.multiplyExact(blocks - 1, stride)]);
        if (!hasBackward(i)) {
            return sweep;
        }
        if (!input.hasGradient()) {
            return new FirstPooledConvolutionStage(sweep, kernels.pooledWeightGradient(convolution.shape()));
        }
        var convolved = new Activations(convolution.shape().outputSize(), Slot.NONE, memory.scratch(i));
        return new LearnedPooledConvolutionStage(sweep, convolution(convolution, input, convolved));
    }

    private ScalingStage scaling(
            Operator.Multiplication multiplication,
            Node node,
            Activations input,
            Activations factor,
            Activations output) {
        var shape = node.output().shape();
        int pixels = pixels(shape);
        var scaling = switch (multiplication.spread()) {
            case NONE -> kernels.channelScaling(shape.size(), 1);
            case OVER_PIXELS -> kernels.channelScaling(shape.channels(), pixels);
            case OVER_CHANNELS -> kernels.pixelScaling(shape.channels(), pixels);
        };
        return new ScalingStage(scaling, input, factor, output);
    }

    private Activation activation(Layer.Activation function) {
        return switch (function) {
            case RELU -> kernels.relu();
            case SIGMOID -> kernels.sigmoid();
            case TANH -> kernels.tanh();
            case RELU6 -> kernels.relu6();
            default -> throw new IllegalStateException("no kernel for " + function);
        };
    }

    private GatedActivation gatedActivation(Layer.Activation function) {
        return switch (function) {
            case SILU -> kernels.silu();
            case GELU -> kernels.gelu();
            case HARD_SWISH -> kernels.hardSwish();
            default -> throw new IllegalStateException("no kernel for " + function);
        };
    }
}
