package io.convoy.trainer.peers;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.PoolingShape;
import io.convoy.kernels.Window;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One block of every operator by PyTorch: the output and, by its own differentiation, the gradients. */
class PyTorchOperatorsTest {

    private static final float TOLERANCE = 2e-4f;

    private final Kernels kernels = Kernels.best();
    private final Random random = new Random(7);
    private NDManager manager;
    private GradientCollector collector;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
        collector = Engine.getEngine("PyTorch").newGradientCollector();
    }

    @AfterEach
    void close() {
        collector.close();
        manager.close();
    }

    private float[] gaussians(int length) {
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private NDArray array(float[] values, long... shape) {
        var array = manager.create(values, new Shape(shape));
        array.setRequiresGradient(true);
        return array;
    }

    /** From sixteen images side by side to one after another. */
    private static float[] images(float[] block) {
        int size = block.length / COUNT;
        var images = new float[block.length];
        for (int i = 0; i < block.length; i++) {
            images[i % COUNT * size + i / COUNT] = block[i];
        }
        return images;
    }

    /** Compares the output of sixteen images; then PyTorch goes back from this output gradient. */
    private void assertOutput(NDArray expected, float[] output, float[] outputGradient) {
        assertArrayEquals(values(expected), images(output), TOLERANCE);
        collector.backward(
                expected.mul(manager.create(images(outputGradient), expected.getShape()))
                        .sum());
    }

    /** In the order of the shape, in which the memory of a gradient need not be. */
    private static float[] values(NDArray array) {
        return array.flatten().toFloatArray();
    }

    private static void assertInputGradient(NDArray of, float[] gradient) {
        assertGradient(of, images(gradient));
    }

    private static void assertGradient(NDArray of, float[] gradient) {
        assertArrayEquals(values(of.getGradient()), gradient, TOLERANCE);
    }

    static Stream<ConvolutionShape> convolutions() {
        var three = Window.square(3);
        return Stream.of(
                new ConvolutionShape(6, 14, 14, 16, Window.square(5)),
                new ConvolutionShape(1, 15, 16, 6, Window.square(5)),
                new ConvolutionShape(8, 10, 9, 12, three.withPadding(1)),
                new ConvolutionShape(8, 10, 9, 12, three.withPadding(1).withStride(2)),
                new ConvolutionShape(8, 10, 9, 12, three.withPadding(2).withDilation(2), 4),
                new ConvolutionShape(8, 10, 9, 8, three.withPadding(1), 8),
                new ConvolutionShape(
                        8, 10, 9, 16, Window.square(5).withPadding(2).withStride(2), 8),
                new ConvolutionShape(3, 20, 17, 8, Window.square(7).withPadding(3).withStride(2)),
                new ConvolutionShape(10, 7, 6, 12, Window.square(1)));
    }

    /** Without the input gradient: what DJL 0.36 hands out of it changes from run to run. */
    @ParameterizedTest
    @MethodSource("convolutions")
    void shouldConvolveAsPyTorchDoes(ConvolutionShape shape) {
        var parameters = gaussians(shape.weightCount() + shape.outputChannels());
        int bias = shape.weightCount();
        var x = gaussians(shape.inputSize() * COUNT);
        var dy = gaussians(shape.outputSize() * COUNT);
        var y = new float[dy.length];
        var gradient = new float[parameters.length];
        Convolution convolution = kernels.convolution(shape);
        convolution.setWeights(parameters, 0, bias);
        convolution.forward(x, 0, y, 0);
        convolution.accumulateWeightGradient(x, 0, dy, 0);
        convolution.finishWeightGradient(gradient, 0, bias);

        var window = shape.window();
        var input = array(images(x), COUNT, shape.inputChannels(), shape.inputHeight(), shape.inputWidth());
        var all = array(parameters, parameters.length);
        var weights = all.get("0:" + bias)
                .reshape(shape.outputChannels(), shape.groupInputChannels(), window.height(), window.width());
        var output = Conv2d.conv2d(
                        input,
                        weights,
                        all.get(bias + ":"),
                        new Shape(window.strideHeight(), window.strideWidth()),
                        new Shape(window.paddingHeight(), window.paddingWidth()),
                        new Shape(window.dilationHeight(), window.dilationWidth()),
                        shape.groups())
                .singletonOrThrow();
        assertOutput(output, y, dy);
        // Of up to 1,600 products, each about 1.
        assertArrayEquals(values(all.getGradient()), gradient, 10 * TOLERANCE);
    }

    static Stream<PoolingShape> poolings() {
        return Stream.of(
                new PoolingShape(3, 8, 8, Window.square(2).withStride(2)),
                new PoolingShape(2, 9, 11, Window.square(3).withStride(2).withPadding(1)),
                new PoolingShape(2, 7, 7, Window.square(7)));
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void shouldPoolAsPyTorchDoes(PoolingShape shape) {
        var window = shape.window();
        var size = new Shape(window.height(), window.width());
        var stride = new Shape(window.strideHeight(), window.strideWidth());
        var padding = new Shape(window.paddingHeight(), window.paddingWidth());
        var x = gaussians(shape.inputSize() * COUNT);
        var dy = gaussians(shape.outputSize() * COUNT);
        var y = new float[dy.length];
        var dx = new float[x.length];
        for (boolean countPadding : new boolean[] {true, false}) {
            var average = kernels.averagePooling(shape, countPadding);
            average.forward(x, 0, y, 0);
            average.backward(dy, 0, dx, 0);
            var input = array(images(x), COUNT, shape.channels(), shape.inputHeight(), shape.inputWidth());
            // DJL 0.36 counts padding whatever it is told; the average of ones is the share that is no padding.
            var counted = Pool.avgPool2d(input, size, stride, padding, false, true);
            var share = Pool.avgPool2d(manager.ones(input.getShape()), size, stride, padding, false, true);
            assertOutput(countPadding ? counted : counted.div(share), y, dy);
            assertInputGradient(input, dx);
        }
        var max = kernels.maxPooling(shape);
        var winners = new int[y.length];
        max.forward(x, 0, y, 0, winners, 0);
        max.backward(winners, 0, dy, 0, dx, 0);
        var input = array(images(x), COUNT, shape.channels(), shape.inputHeight(), shape.inputWidth());
        assertOutput(Pool.maxPool2d(input, size, stride, padding, false), y, dy);
        assertInputGradient(input, dx);
    }

    @Test
    void shouldMultiplyByDenseWeightsAsPyTorchDoes() {
        var shape = new DenseShape(40, 12);
        var parameters = gaussians(shape.weightCount() + shape.outputs());
        int bias = shape.weightCount();
        var x = gaussians(shape.inputs() * COUNT);
        var dy = gaussians(shape.outputs() * COUNT);
        var y = new float[dy.length];
        var dx = new float[x.length];
        var gradient = new float[parameters.length];
        var dense = kernels.dense(shape);
        dense.setWeights(parameters, 0, bias);
        dense.forward(1, x, y);
        dense.backwardInput(1, dy, dx);
        dense.weightGradient(1, x, dy, gradient, 0, bias);

        var input = array(images(x), COUNT, shape.inputs());
        var all = array(parameters, parameters.length);
        var weights = all.get("0:" + bias).reshape(shape.outputs(), shape.inputs());
        var output = Linear.linear(input, weights, all.get(bias + ":"))
                .singletonOrThrow();
        assertOutput(output, y, dy);
        assertInputGradient(input, dx);
        assertGradient(all, gradient);
    }

    @Test
    void shouldActivateAsPyTorchDoes() {
        assertActivates(kernels.relu(), Activation::relu);
        assertActivates(kernels.sigmoid(), Activation::sigmoid);
        assertActivates(kernels.tanh(), Activation::tanh);
    }

    private void assertActivates(io.convoy.kernels.Activation ours, UnaryOperator<NDArray> theirs) {
        var x = gaussians(5 * COUNT);
        var dy = gaussians(x.length);
        var y = new float[x.length];
        var dx = dy.clone();
        ours.forward(x, 0, y, 0, x.length);
        ours.backward(y, 0, dx, 0, x.length);
        assertActivated(theirs, x, y, dy, dx);
    }

    private void assertActivated(UnaryOperator<NDArray> theirs, float[] x, float[] y, float[] dy, float[] dx) {
        var input = array(images(x), COUNT, 5);
        assertOutput(theirs.apply(input), y, dy);
        assertInputGradient(input, dx);
    }

    @Test
    void shouldComputeSiluAsPyTorchDoes() {
        var x = gaussians(5 * COUNT);
        var dy = gaussians(x.length);
        var y = new float[x.length];
        var dx = dy.clone();
        kernels.silu().forward(x, 0, y, 0, x.length);
        kernels.silu().backward(x, 0, dx, 0, x.length);
        assertActivated(input -> Activation.swish(input, 1), x, y, dy, dx);
    }

    @Test
    void shouldLoseAsPyTorchDoes() {
        int classes = 10;
        var logits = gaussians(classes * COUNT);
        var labels = new byte[COUNT];
        var numbers = new long[COUNT];
        for (int n = 0; n < COUNT; n++) {
            labels[n] = (byte) random.nextInt(classes);
            numbers[n] = labels[n];
        }
        var gradient = new float[logits.length];
        double loss = kernels.softmaxCrossEntropy().lossAndGradient(classes, COUNT, logits, labels, 0f, gradient) / COUNT;

        var input = array(images(logits), COUNT, classes);
        var mean = Loss.softmaxCrossEntropyLoss()
                .evaluate(
                        new NDList(manager.create(numbers)),
                        new NDList(input));
        assertArrayEquals(mean.toFloatArray(), new float[] {(float) loss}, TOLERANCE);
        collector.backward(mean);
        assertInputGradient(input, gradient);
    }
}
