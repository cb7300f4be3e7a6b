package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operators that are linear around their input: on integers the difference quotient of their own forward pass, with
 * a step of 1 to either side, is exact, and so the tolerance is zero. The loss is the sum of the output times integers.
 * The curved operators have their numeric gradients beside their other tests.
 */
@Tag("width")
class NumericGradientTest {

    private static final int SAMPLES = 120;

    static Stream<Arguments> convolutions() {
        var three = Window.square(3);
        return Implementations.with(List.of(
                new ConvolutionShape(3, 5, 6, 4, three.withPadding(1)),
                new ConvolutionShape(6, 14, 14, 5, Window.square(5)),
                new ConvolutionShape(1, 15, 16, 3, Window.square(5)),
                new ConvolutionShape(6, 6, 5, 4, Window.square(1)),
                new ConvolutionShape(2, 7, 8, 3, three.withPadding(1).withStride(2)),
                new ConvolutionShape(2, 7, 9, 3, Window.of(2, 3).withDilation(2)),
                new ConvolutionShape(4, 5, 5, 6, Window.of(3, 2).withPadding(1), 2),
                new ConvolutionShape(5, 6, 7, 5, three.withPadding(1), 5)));
    }

    static Stream<Arguments> poolings() {
        return Implementations.with(List.of(
                new PoolingShape(2, 6, 7, Window.square(2).withStride(2)),
                new PoolingShape(2, 5, 4, Window.square(2).withPadding(1)),
                new PoolingShape(3, 4, 4, Window.square(4)),
                new PoolingShape(1, 5, 6, Window.of(1, 2))));
    }

    static List<Kernels> kernels() {
        return Implementations.all();
    }

    /** A forward pass whose input is looked at. */
    private interface Forward {
        void run(Buffer input, Buffer output);
    }

    private static void assertGradient(Buffer gradient, Buffer input, Buffer outputGradient, Forward forward) {
        var random = new Random(8);
        boolean alive = false;
        for (int sample = 0; sample < SAMPLES; sample++) {
            int i = random.nextInt(input.size);
            float kept = input.get(i);
            input.set(i, kept + 1);
            double above = loss(input, outputGradient, forward);
            input.set(i, kept - 1);
            double below = loss(input, outputGradient, forward);
            input.set(i, kept);
            // Either may be −0, which the addition turns into 0.
            assertEquals((above - below) / 2 + 0.0, gradient.get(i) + 0.0, "at " + i);
            alive |= gradient.get(i) != 0;
        }
        assertTrue(alive, "every gradient is 0");
    }

    private static double loss(Buffer input, Buffer outputGradient, Forward forward) {
        var output = new Buffer(outputGradient.size);
        forward.run(input, output);
        double loss = 0;
        for (int i = 0; i < output.size; i++) {
            loss += (double) output.get(i) * outputGradient.get(i);
        }
        return loss;
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolutionShouldHaveTheGradientsOfItsForwardPass(Kernels kernels, ConvolutionShape shape) {
        var random = new Random(1);
        var parameters = Buffer.integers(shape.weightCount() + shape.outputChannels(), 4, random);
        var x = Buffer.integers(shape.inputSize() * COUNT, 8, random);
        var dy = Buffer.integers(shape.outputSize() * COUNT, 8, random);
        int bias = parameters.offset + shape.weightCount();
        var convolution = kernels.convolution(shape);
        var dx = new Buffer(x.size);
        var gradient = new Buffer(parameters.size);
        convolution.setWeights(parameters.array, parameters.offset, bias);
        convolution.backwardInput(dy.array, dy.offset, dx.array, dx.offset);
        convolution.accumulateWeightGradient(x.array, x.offset, dy.array, dy.offset);
        convolution.finishWeightGradient(gradient.array, gradient.offset, bias);

        assertGradient(dx, x, dy, (in, y) -> convolution.forward(in.array, in.offset, y.array, y.offset));
        assertGradient(gradient, parameters, dy, (p, y) -> {
            convolution.setWeights(p.array, p.offset, bias);
            convolution.forward(x.array, x.offset, y.array, y.offset);
        });
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void denseShouldHaveTheGradientsOfItsForwardPass(Kernels kernels) {
        var random = new Random(2);
        var shape = new DenseShape(19, 7);
        int blocks = 2;
        var parameters = Buffer.integers(shape.weightCount() + shape.outputs(), 4, random);
        var x = Buffer.integers(blocks * shape.inputs() * COUNT, 8, random);
        var dy = Buffer.integers(blocks * shape.outputs() * COUNT, 8, random);
        int bias = parameters.offset + shape.weightCount();
        var dense = kernels.dense(shape);
        var inputGradient = new float[x.size];
        var gradient = new Buffer(parameters.size);
        dense.setWeights(parameters.array, parameters.offset, bias);
        dense.backwardInput(blocks, dy.values(), inputGradient);
        dense.weightGradient(blocks, x.values(), dy.values(), gradient.array, gradient.offset, bias);

        assertGradient(holding(inputGradient), x, dy, (in, y) -> forward(dense, blocks, in, y));
        assertGradient(gradient, parameters, dy, (p, y) -> {
            dense.setWeights(p.array, p.offset, bias);
            forward(dense, blocks, x, y);
        });
    }

    private static void forward(Dense dense, int blocks, Buffer input, Buffer output) {
        var values = new float[output.size];
        dense.forward(blocks, input.values(), values);
        System.arraycopy(values, 0, output.array, output.offset, values.length);
    }

    private static Buffer holding(float[] values) {
        var buffer = new Buffer(values.length);
        System.arraycopy(values, 0, buffer.array, buffer.offset, values.length);
        return buffer;
    }

    /** With windows of which 1, 2, 4 or 16 pixels count, so that averages are exact too. */
    @ParameterizedTest
    @MethodSource("poolings")
    void averagePoolingShouldHaveTheGradientOfItsForwardPass(Kernels kernels, PoolingShape shape) {
        var random = new Random(3);
        var x = Buffer.integers(shape.inputSize() * COUNT, 8, random);
        var dy = Buffer.integers(shape.outputSize() * COUNT, 8, random);
        for (boolean countPadding : new boolean[] {true, false}) {
            var pooling = kernels.averagePooling(shape, countPadding);
            var dx = new Buffer(x.size);
            pooling.backward(dy.array, dy.offset, dx.array, dx.offset);
            assertGradient(dx, x, dy, (in, y) -> pooling.forward(in.array, in.offset, y.array, y.offset));
        }
    }

    /** Pixels are multiples of 4, no two alike, so that a step of 1 changes no winner. */
    @ParameterizedTest
    @MethodSource("poolings")
    void maxPoolingShouldHaveTheGradientOfItsForwardPass(Kernels kernels, PoolingShape shape) {
        var x = new Buffer(shape.inputSize() * COUNT);
        for (int i = 0; i < x.size; i++) {
            x.set(i, 4 * (i * 7919 % x.size - x.size / 2));
        }
        var dy = Buffer.integers(shape.outputSize() * COUNT, 8, new Random(4));
        var pooling = kernels.maxPooling(shape);
        var dx = new Buffer(x.size);
        var winners = new int[dy.size];
        var y = new Buffer(dy.size);
        pooling.forward(x.array, x.offset, y.array, y.offset, winners, 0);
        pooling.backward(winners, 0, dy.array, dy.offset, dx.array, dx.offset);

        assertGradient(
                dx,
                x,
                dy,
                (in, out) -> pooling.forward(in.array, in.offset, out.array, out.offset, new int[dy.size], 0));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void channelScalingShouldHaveTheGradientsOfItsForwardPass(Kernels kernels) {
        var random = new Random(5);
        int channels = 5;
        int pixels = 6;
        var x = Buffer.integers(channels * pixels * COUNT, 8, random);
        var scale = Buffer.integers(channels * COUNT, 8, random);
        var dy = Buffer.integers(x.size, 8, random);
        var scaling = kernels.channelScaling(channels, pixels);
        var dx = new Buffer(x.size);
        var scaleGradient = new Buffer(scale.size);
        scaling.backwardInput(scale.array, scale.offset, dy.array, dy.offset, dx.array, dx.offset);
        scaling.backwardScale(x.array, x.offset, dy.array, dy.offset, scaleGradient.array, scaleGradient.offset);

        assertGradient(
                dx,
                x,
                dy,
                (in, y) -> scaling.forward(in.array, in.offset, scale.array, scale.offset, y.array, y.offset));
        assertGradient(
                scaleGradient,
                scale,
                dy,
                (s, y) -> scaling.forward(x.array, x.offset, s.array, s.offset, y.array, y.offset));
    }
}
