package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A kernel whose vectors C2 keeps on the heap is forty times too slow; it shows as allocation. */
@Tag("width")
class AllocationTest {

    private static final int CALLS = 50;

    /** Of the thread's own time, whatever else the machine does. A kernel is warm by then; a boxing one never is. */
    private static final int PATIENCE_SECONDS = 10;

    record Operator(String name, Runnable call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> operators() {
        return Implementations.all().stream()
                .flatMap(kernels -> operators(kernels).stream()
                        .map(operator -> Arguments.of(Named.of(kernels.description(), kernels), operator)));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void shouldAllocateNothingOnceWarm(Kernels kernels, Operator operator) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(self);
        long end = threads.getCurrentThreadCpuTime() + PATIENCE_SECONDS * 1_000_000_000L;
        long allocated;
        do {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < CALLS; i++) {
                operator.call.run();
            }
            allocated = threads.getThreadAllocatedBytes(self) - before;
        } while (allocated > 0 && threads.getCurrentThreadCpuTime() < end);
        assertEquals(0, allocated, "bytes in " + CALLS + " calls");
    }

    private static List<Operator> operators(Kernels kernels) {
        var operators = new ArrayList<Operator>();
        for (var shape : List.of(
                new ConvolutionShape(1, 32, 32, 6, Window.square(5)),
                new ConvolutionShape(6, 14, 14, 16, Window.square(5)),
                new ConvolutionShape(8, 9, 9, 12, Window.square(3).withPadding(1)),
                new ConvolutionShape(3, 6, 10, 96, Window.square(3).withPadding(1)),
                new ConvolutionShape(8, 9, 9, 8, Window.square(3).withPadding(1).withStride(2), 8),
                new ConvolutionShape(8, 9, 9, 8, Window.square(3).withPadding(1), 8))) {
            addConvolution(operators, kernels, shape);
        }
        addPooling(
                operators, kernels, new PoolingShape(6, 28, 28, Window.square(2).withStride(2)));
        addPooling(
                operators,
                kernels,
                new PoolingShape(4, 9, 9, Window.square(3).withStride(2).withPadding(1)));
        addDense(operators, kernels, new DenseShape(400, 120));
        addDense(operators, kernels, new DenseShape(84, 10));
        addElementwise(operators, kernels);
        addLoss(operators, kernels);
        addChannelwise(operators, kernels);
        var unpacking = kernels.pixelUnpacking(1, 28, 28, 2, new float[] {0.5f}, new float[] {1});
        var pixels = new byte[COUNT * 784];
        var images = new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        var lanes = new float[1024 * COUNT];
        operators.add(new Operator("unpack", () -> unpacking.unpack(pixels, images, 0, COUNT, lanes, 0)));
        return operators;
    }

    private static void addConvolution(List<Operator> operators, Kernels kernels, ConvolutionShape shape) {
        var convolution = kernels.convolution(shape);
        var parameters = new float[shape.weightCount() + shape.outputChannels()];
        var x = new float[shape.inputSize() * COUNT];
        var y = new float[shape.outputSize() * COUNT];
        int bias = shape.weightCount();
        operators.add(new Operator("set weights " + shape, () -> convolution.setWeights(parameters, 0, bias)));
        operators.add(new Operator("forward " + shape, () -> convolution.forward(x, 0, y, 0)));
        operators.add(new Operator("backward input " + shape, () -> convolution.backwardInput(y, 0, x, 0)));
        operators.add(new Operator("accumulate " + shape, () -> convolution.accumulateWeightGradient(x, 0, y, 0)));
        operators.add(new Operator("finish " + shape, () -> convolution.finishWeightGradient(parameters, 0, bias)));
        var fused = kernels.convolutionReluMaxPooling(shape);
        fused.setWeights(parameters, 0, bias);
        var winners = new int[PooledWinners.length(ConvolutionReluMaxPooling.pooling(shape))];
        operators.add(new Operator("fused forward " + shape, () -> fused.forward(x, 0, y, 0, winners, 0)));
        var dy = new float[y.length];
        operators.add(new Operator("fused backward " + shape, () -> fused.backwardPooling(winners, 0, dy, 0, y, 0)));
        var pooled = kernels.pooledWeightGradient(shape);
        operators.add(new Operator("fused accumulate " + shape, () -> pooled.accumulate(x, 0, winners, 0, y, 0)));
    }

    private static void addPooling(List<Operator> operators, Kernels kernels, PoolingShape shape) {
        var x = new float[shape.inputSize() * COUNT];
        var y = new float[shape.outputSize() * COUNT];
        var winners = new int[y.length];
        var max = kernels.maxPooling(shape);
        operators.add(new Operator("max " + shape, () -> max.forward(x, 0, y, 0, winners, 0)));
        operators.add(new Operator("max backward " + shape, () -> max.backward(winners, 0, y, 0, x, 0)));
        for (boolean countPadding : new boolean[] {true, false}) {
            var average = kernels.averagePooling(shape, countPadding);
            operators.add(new Operator("average " + shape, () -> average.forward(x, 0, y, 0)));
            operators.add(new Operator("average backward " + shape, () -> average.backward(y, 0, x, 0)));
        }
    }

    private static void addDense(List<Operator> operators, Kernels kernels, DenseShape shape) {
        int blocks = 4;
        var dense = kernels.dense(shape);
        var parameters = new float[shape.weightCount() + shape.outputs()];
        var x = new float[blocks * shape.inputs() * COUNT];
        var y = new float[blocks * shape.outputs() * COUNT];
        int bias = shape.weightCount();
        operators.add(new Operator("set weights " + shape, () -> dense.setWeights(parameters, 0, bias)));
        operators.add(new Operator("forward " + shape, () -> dense.forward(blocks, x, y)));
        operators.add(new Operator("backward input " + shape, () -> dense.backwardInput(blocks, y, x)));
        operators.add(new Operator(
                "weight gradient " + shape, () -> dense.weightGradient(blocks, x, y, parameters, 0, bias)));
    }

    private static void addElementwise(List<Operator> operators, Kernels kernels) {
        var x = new float[1003];
        var y = new float[1003];
        var z = new float[1003];
        for (var activation : List.of(kernels.relu(), kernels.relu6(), kernels.sigmoid(), kernels.tanh())) {
            operators.add(new Operator("activation", () -> activation.forward(x, 0, y, 0, x.length)));
            operators.add(new Operator("activation backward", () -> activation.backward(y, 0, x, 0, x.length)));
        }
        var math = kernels.vectorMath();
        operators.add(new Operator("momentum step", () -> math.momentumStep(x, y, z, 0, 1003, 0.1f, 0.9f, 0.1f)));
        operators.add(new Operator("gradient step", () -> math.gradientStep(x, y, 0, 1003, 0.1f, 0.1f)));
        operators.add(new Operator("nesterov step", () -> math.nesterovStep(x, y, z, 0, 1003, 0.1f, 0.9f, 0.1f)));
        var moments = new float[2006];
        var step = AdamStep.of(0.1, 0.9, 0.999, 1e-8, 0, 1);
        operators.add(new Operator("adam step", () -> math.adamStep(x, y, moments, 0, 1003, step)));
        operators.add(new Operator("sum of squares", () -> math.sumOfSquares(x, 0, 1003)));
        operators.add(new Operator("scale", () -> math.scale(x, 0, 1003, 0.5f)));
        var dropout = kernels.dropout(0.3);
        var keys = new int[Dropout.KEYS];
        operators.add(new Operator("dropout", () -> dropout.apply(keys, 0, 0, 50, x, 0, y, 0)));
        for (var gated : List.of(kernels.silu(), kernels.gelu(), kernels.hardSwish())) {
            operators.add(new Operator("gated activation", () -> gated.forward(x, 0, y, 0, x.length)));
            operators.add(new Operator("gated activation backward", () -> gated.backward(x, 0, y, 0, x.length)));
        }
        var addition = kernels.addition();
        operators.add(new Operator("add", () -> addition.add(x, 0, y, 0, x.length)));
        operators.add(new Operator("all finite", () -> math.allFinite(x)));
    }

    private static void addLoss(List<Operator> operators, Kernels kernels) {
        int images = 50;
        var logits = new float[Lanes.blocks(images) * 10 * COUNT];
        var gradient = new float[logits.length];
        var labels = new byte[images];
        var predictions = new int[images];
        var softmax = kernels.softmaxCrossEntropy();
        operators.add(new Operator(
                "loss and gradient", () -> softmax.lossAndGradient(10, images, logits, labels, 0.1f, gradient)));
        operators.add(new Operator("loss", () -> softmax.loss(10, images, logits, labels)));
        operators.add(new Operator("probabilities", () -> softmax.probabilities(10, images, logits, gradient)));
        operators.add(new Operator("arg max", () -> softmax.argMax(10, images, logits, predictions)));
    }

    private static void addChannelwise(List<Operator> operators, Kernels kernels) {
        int pixels = 25;
        var x = new float[8 * pixels * COUNT];
        var y = new float[x.length];
        for (var scaling : List.of(kernels.channelScaling(8, pixels), kernels.pixelScaling(8, pixels))) {
            var scale = new float[pixels * COUNT];
            operators.add(new Operator("scaling", () -> scaling.forward(x, 0, scale, 0, y, 0)));
            operators.add(new Operator("scaling backward input", () -> scaling.backwardInput(scale, 0, y, 0, x, 0)));
            operators.add(new Operator("scaling backward scale", () -> scaling.backwardScale(x, 0, y, 0, scale, 0)));
        }

        var normalisation = kernels.normalisation(8, pixels);
        var sums = new double[8 * 2 * COUNT];
        var a = new float[8 * COUNT];
        operators.add(new Operator("moments", () -> normalisation.addMoments(14, x, 0, sums)));
        operators.add(new Operator("products", () -> normalisation.addProducts(14, x, 0, y, 0, sums)));
        operators.add(new Operator("normalise", () -> normalisation.forward(x, 0, a, a, a, y, 0)));
        operators.add(new Operator(
                "normalise backward", () -> normalisation.backwardInput(14, x, 0, a, a, a, a, y, 0, y, 0)));

        var statistics = kernels.channelStatistics(8, pixels);
        var winners = new int[pixels * COUNT];
        operators.add(new Operator("channel statistics", () -> statistics.forward(x, 0, y, 0, winners, 0)));
        operators.add(new Operator("channel statistics backward", () -> statistics.backward(winners, 0, y, 0, x, 0)));
    }
}
