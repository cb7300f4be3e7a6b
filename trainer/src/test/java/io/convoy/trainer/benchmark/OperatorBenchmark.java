package io.convoy.trainer.benchmark;

import static io.convoy.kernels.Lanes.FIRST;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.PooledWinners;
import io.convoy.kernels.Window;
import java.util.Random;

/** Single operators on data of their own, sixteen images for convolutions and sixty-four for dense layers. */
final class OperatorBenchmark {

    private static final int BLOCKS = 4;

    private final Kernels kernels;
    private final Table table;
    private final double seconds;

    OperatorBenchmark(Kernels kernels, Table table, double seconds) {
        this.kernels = kernels;
        this.table = table;
        this.seconds = seconds;
    }

    void convolution(String name, ConvolutionShape shape, boolean withInputGradient) {
        var convolution = kernels.convolution(shape);
        var parameters = random(shape.weightCount() + shape.outputChannels(), 0.1f);
        convolution.setWeights(parameters, 0, shape.weightCount());
        var input = random(shape.inputSize() * Lanes.COUNT, 1f);
        var output = random(shape.outputSize() * Lanes.COUNT, 1f);
        var inputGradient = new float[FIRST + input.length];
        time(name + "-forward", shape, () -> convolution.forward(input, FIRST, output, FIRST));
        var gradient = random(output.length, 1f);
        time(name + "-weights", shape, () -> convolution.accumulateWeightGradient(input, FIRST, gradient, FIRST));
        if (withInputGradient) {
            time(name + "-input", shape, () -> convolution.backwardInput(gradient, FIRST, inputGradient, FIRST));
        }
    }

    private void time(String name, ConvolutionShape shape, Runnable run) {
        table.operations(name, (double) shape.multiplyAdds() * Lanes.COUNT, Timing.bestWithin(seconds, run));
    }

    void pooledConvolution(String name, ConvolutionShape shape) {
        var pooling = ConvolutionReluMaxPooling.pooling(shape);
        var fused = kernels.convolutionReluMaxPooling(shape);
        fused.setWeights(random(shape.weightCount() + shape.outputChannels(), 0.1f), 0, shape.weightCount());
        var input = random(shape.inputSize() * Lanes.COUNT, 1f);
        var output = new float[pooling.outputSize() * Lanes.COUNT + FIRST];
        var winners = new int[FIRST + PooledWinners.length(pooling)];
        time(name + "-pooled-forward", shape, () -> fused.forward(input, FIRST, output, FIRST, winners, FIRST));
        var gradient = random(output.length, 1f);
        var inputGradient = new float[shape.outputSize() * Lanes.COUNT + FIRST];
        nanoseconds(
                name + "-pooling-backward",
                Lanes.COUNT,
                () -> fused.backwardPooling(winners, FIRST, gradient, FIRST, inputGradient, FIRST));
        var pooled = kernels.pooledWeightGradient(shape);
        time(name + "-pooled-weights", shape, () -> pooled.accumulate(input, FIRST, winners, FIRST, gradient, FIRST));
    }

    void dense(String name, DenseShape shape) {
        var dense = kernels.dense(shape);
        var parameters = random(shape.weightCount() + shape.outputs(), 0.1f);
        dense.setWeights(parameters, 0, shape.weightCount());
        var input = random(BLOCKS * shape.inputs() * Lanes.COUNT, 1f);
        var output = random(BLOCKS * shape.outputs() * Lanes.COUNT, 1f);
        var inputGradient = new float[FIRST + input.length];
        var gradient = new float[parameters.length];
        double multiplyAdds = (double) BLOCKS * Lanes.COUNT * shape.weightCount();
        table.operations(
                name + "-forward",
                multiplyAdds,
                Timing.bestWithin(seconds, () -> dense.forward(BLOCKS, input, output)));
        var outputGradient = random(output.length, 1f);
        table.operations(
                name + "-weights",
                multiplyAdds,
                Timing.bestWithin(
                        seconds,
                        () -> dense.weightGradient(BLOCKS, input, outputGradient, gradient, 0, shape.weightCount())));
        table.operations(
                name + "-input",
                multiplyAdds,
                Timing.bestWithin(seconds, () -> dense.backwardInput(BLOCKS, outputGradient, inputGradient)));
        nanoseconds(name + "-set-weights", BLOCKS * Lanes.COUNT, () -> {
            dense.setWeights(parameters, 0, shape.weightCount());
            dense.backwardInput(1, outputGradient, inputGradient);
        });
    }

    /** What is no multiplication, for one image of a minibatch of 64. */
    void rest(int parameters) {
        int images = BLOCKS * Lanes.COUNT;
        var unpacking = kernels.pixelUnpacking(1, 28, 28, 2, new float[] {0.01f}, new float[] {-0.5f});
        var pixels = new byte[4096 * 784];
        new Random(3).nextBytes(pixels);
        var lanes = new float[32 * 32 * Lanes.COUNT + FIRST];
        var numbers = new int[] {9, 84, 3, 777, 1, 66, 32, 4000, 900, 93, 2000, 27, 31, 84, 5, 600};
        nanoseconds("lenet-unpacking", Lanes.COUNT, () -> unpacking.unpack(pixels, numbers, 0, Lanes.COUNT, lanes, 0));
        var softmax = kernels.softmaxCrossEntropy();
        var logits = random(BLOCKS * 10 * Lanes.COUNT, 1f);
        var logitGradient = new float[logits.length];
        var labels = new byte[images];
        nanoseconds("lenet-loss", images, () -> softmax.lossAndGradient(10, images, logits, labels, 0f, logitGradient));
        var predictions = new int[images];
        nanoseconds("lenet-predictions", images, () -> softmax.argMax(10, images, logits, predictions));
        var math = kernels.vectorMath();
        var weights = random(parameters, 1f);
        var gradient = random(parameters, 1f);
        var velocity = random(parameters, 1f);
        nanoseconds(
                "lenet-momentum",
                images,
                () -> math.momentumStep(weights, gradient, velocity, 0, weights.length, 1e-9f, 0.9f, 1e-4f));
        nanoseconds("lenet-all-finite", images, () -> {
            if (!math.allFinite(weights)) {
                throw new IllegalStateException("weights are not finite");
            }
        });
        var c3 = new ConvolutionShape(6, 14, 14, 16, Window.square(5));
        var convolution = kernels.convolution(c3);
        nanoseconds(
                "lenet-c3-lane-sums", images, () -> convolution.finishWeightGradient(gradient, 0, c3.weightCount()));
    }

    private void nanoseconds(String name, int images, Runnable run) {
        table.row(name, Timing.bestWithin(seconds, run) * 1e9 / images, "ns/image");
    }

    private static float[] random(int length, float scale) {
        var random = new Random(length);
        var values = new float[FIRST + length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * (float) random.nextGaussian();
        }
        return values;
    }
}
