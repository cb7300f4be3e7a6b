package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Template} of a {@link ProductTile} of one row at two positions. Its constants are
 * {@link StridedProduct.Strides}.
 */
final class StridedTile1x2 implements ProductTile {

    private static final int WEIGHT_TAP = Template.constant(MethodHandles.lookup(), 0);
    private static final int WEIGHT_ROW = Template.constant(MethodHandles.lookup(), 1);
    private static final int INPUT = Template.constant(MethodHandles.lookup(), 2);
    private static final int OUTPUT = Template.constant(MethodHandles.lookup(), 3);
    private static final int OUTPUT_ROW = Template.constant(MethodHandles.lookup(), 4);

    @Override
    public void run(
            int[] taps,
            float[] weights,
            int weight,
            float[] bias,
            int firstBias,
            float[] input,
            int from,
            int[] inputRuns,
            float[] output,
            int to) {
        for (int run = 0; run < inputRuns.length; run++) {
            int first = from + inputRuns[run];
            int out = to + run * 2 * OUTPUT;
            var sum0_0 = FloatVector.broadcast(FLOATS, bias[firstBias + 0]);
            var sum0_1 = sum0_0;
            for (int t = 0; t < taps.length; t++) {
                int x = first + taps[t];
                int w = weight + t * WEIGHT_TAP;
                var x0 = FloatVector.fromArray(FLOATS, input, x + 0 * INPUT);
                var x1 = FloatVector.fromArray(FLOATS, input, x + 1 * INPUT);
                var w0 = FloatVector.broadcast(FLOATS, weights[w + 0 * WEIGHT_ROW]);
                sum0_0 = x0.fma(w0, sum0_0);
                sum0_1 = x1.fma(w0, sum0_1);
            }
            sum0_0.intoArray(output, out + 0 * OUTPUT_ROW + 0 * OUTPUT);
            sum0_1.intoArray(output, out + 0 * OUTPUT_ROW + 1 * OUTPUT);
        }
    }
}
