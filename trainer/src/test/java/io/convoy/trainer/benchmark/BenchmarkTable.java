package io.convoy.trainer.benchmark;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.KernelChoice;
import io.convoy.kernels.Window;
import java.util.Arrays;

/** What {@code scripts/bench} starts: tab-separated benchmark, value, unit. */
public final class BenchmarkTable {

    private BenchmarkTable() {}

    public static void main(String[] arguments) {
        var options = Arrays.asList(arguments);
        boolean quick = options.contains("--quick");
        boolean stepOnly = options.contains("--step");
        var choice = options.contains("--scalar") ? KernelChoice.SCALAR : KernelChoice.VECTOR;
        var kernels = choice.choose();
        System.err.println(kernels.description());
        var table = new Table();
        var step = new StepBenchmark(kernels, table, quick ? 4 : 10);
        step.warmUp();
        table.warmUp();
        table.peakRow();
        step.training();
        step.inference();
        step.allocation();
        if (!stepOnly) {
            var operators = new OperatorBenchmark(kernels, table, quick ? 0.35 : 2);
            lenet(operators);
            general(operators);
        }
    }

    private static void lenet(OperatorBenchmark operators) {
        var c1 = new ConvolutionShape(1, 32, 32, 6, Window.square(5));
        var c3 = new ConvolutionShape(6, 14, 14, 16, Window.square(5));
        operators.pooledConvolution("lenet-c1", c1);
        operators.convolution("lenet-c1", c1, false);
        operators.pooledConvolution("lenet-c3", c3);
        operators.convolution("lenet-c3", c3, true);
        operators.dense("lenet-c5", new DenseShape(400, 120));
        operators.dense("lenet-f6", new DenseShape(120, 84));
        operators.dense("lenet-output", new DenseShape(84, 10));
        operators.rest(61_706);
    }

    private static void general(OperatorBenchmark operators) {
        var three = Window.square(3).withPadding(1);
        operators.convolution("3x3-32-64-at-14", new ConvolutionShape(32, 14, 14, 64, three), true);
        operators.convolution("3x3-64-64-at-28", new ConvolutionShape(64, 28, 28, 64, three), true);
        operators.convolution(
                "3x3-stride2-64-64-at-28", new ConvolutionShape(64, 28, 28, 64, three.withStride(2)), true);
        operators.convolution("1x1-64-128-at-14", new ConvolutionShape(64, 14, 14, 128, Window.square(1)), true);
        operators.convolution("5x5-1-6-at-28", new ConvolutionShape(1, 28, 28, 6, Window.square(5)), true);
        var seven = Window.square(7).withPadding(3).withStride(2);
        operators.convolution("7x7-stride2-3-64-at-56", new ConvolutionShape(3, 56, 56, 64, seven), true);
        operators.convolution("depthwise-3x3-64-at-28", new ConvolutionShape(64, 28, 28, 64, three, 64), true);
    }
}
