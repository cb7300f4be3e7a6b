package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Small problems on which two sets of kernels must agree to the bit. They take milliseconds, and catch a compiler that
 * miscompiles the kernels of a JVM nobody tested.
 */
final class SelfTest {

    private SelfTest() {}

    /** @throws IllegalStateException if a result differs, naming the operator */
    static void requireSameBits(Kernels kernels, Kernels specification) {
        var actual = results(kernels);
        var expected = results(specification);
        for (int i = 0; i < expected.size(); i++) {
            if (!Arrays.equals(expected.get(i).values, actual.get(i).values)) {
                throw new IllegalStateException(kernels.description() + " compute a wrong " + expected.get(i).operator
                        + " on this JVM (" + System.getProperty("java.vm.version")
                        + "); choose the scalar kernels and report it");
            }
        }
    }

    private record Result(String operator, float[] values) {}

    private static List<Result> results(Kernels kernels) {
        var results = new ArrayList<Result>();
        var shape = new ConvolutionShape(3, 7, 6, 5, Window.square(3).withPadding(1));
        var parameters = values(shape.weightCount() + shape.outputChannels());
        int bias = shape.weightCount();
        var input = values(shape.inputSize() * COUNT);
        var output = new float[shape.outputSize() * COUNT];
        var inputGradient = new float[input.length];
        var gradient = new float[parameters.length];
        var convolution = kernels.convolution(shape);
        convolution.setWeights(parameters, 0, bias);
        convolution.forward(input, 0, output, 0);
        results.add(new Result("convolution", output));
        convolution.backwardInput(output, 0, inputGradient, 0);
        results.add(new Result("input gradient", inputGradient));
        convolution.accumulateWeightGradient(input, 0, output, 0);
        convolution.finishWeightGradient(gradient, 0, bias);
        results.add(new Result("weight gradient", gradient));

        var pooling = ConvolutionReluMaxPooling.pooling(shape);
        var pooled = new float[pooling.outputSize() * COUNT];
        var fused = kernels.convolutionReluMaxPooling(shape);
        fused.setWeights(parameters, 0, bias);
        fused.forward(input, 0, pooled, 0, new int[PooledWinners.length(pooling)], 0);
        results.add(new Result("convolution with pooling", pooled));

        addDense(results, kernels);
        return results;
    }

    private static void addDense(List<Result> results, Kernels kernels) {
        var shape = new DenseShape(21, 13);
        int blocks = 5;
        var parameters = values(shape.weightCount() + shape.outputs());
        var input = values(blocks * shape.inputs() * COUNT);
        var output = new float[blocks * shape.outputs() * COUNT];
        var gradient = new float[parameters.length];
        var dense = kernels.dense(shape);
        dense.setWeights(parameters, 0, shape.weightCount());
        dense.forward(blocks, input, output);
        results.add(new Result("dense layer", output));
        dense.weightGradient(blocks, input, output, gradient, 0, shape.weightCount());
        results.add(new Result("dense weight gradient", gradient));

        var sigmoid = new float[output.length];
        kernels.sigmoid().forward(output, 0, sigmoid, 0, output.length);
        results.add(new Result("sigmoid", sigmoid));
        var probabilities = new float[output.length];
        kernels.softmaxCrossEntropy().probabilities(shape.outputs(), blocks * COUNT, output, probabilities);
        results.add(new Result("softmax", probabilities));
    }

    private static float[] values(int size) {
        var random = new Random(size);
        var values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
