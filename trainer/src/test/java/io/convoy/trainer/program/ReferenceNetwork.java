package io.convoy.trainer.program;

import io.convoy.kernels.Dropout;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Sequence;
import io.convoy.trainer.random.Draw;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * A network in double, straight from the definitions: what a program must agree with. Values are
 * {@code [image][channel, row, column]}. In training batch normalisation takes the statistics of all images given.
 */
record ReferenceNetwork(Network network, Normalisation normalisation, boolean isTraining) {

    /** What the layers of one run have in common. */
    private static final class Pass {

        private final double[] parameters;
        private final int[] records;
        private int dropouts;

        Pass(double[] parameters, int[] records) {
            this.parameters = parameters;
            this.records = records;
        }

        /** With the seed of {@link TrainingProgram#lossAndGradient(Shard, int[], int, int, float[])}. */
        double[][] drop(double probability, double[][] input) {
            int layer = dropouts++;
            int threshold = Dropout.threshold(probability);
            var output = new double[input.length][];
            for (int image = 0; image < input.length; image++) {
                long key = new Draw(0, 0).key(layer, records[image]);
                output[image] = input[image].clone();
                for (int i = 0; i < output[image].length; i++) {
                    output[image][i] *= Dropout.keeps(key, i, threshold) ? 1 / (1 - probability) : 0;
                }
            }
            return output;
        }
    }

    /** The mean loss of images of a shard. */
    double loss(double[] parameters, Shard shard, int[] images) {
        var logits = logits(parameters, shard, images);
        double sum = 0;
        for (int i = 0; i < images.length; i++) {
            double maximum = Arrays.stream(logits[i]).max().orElseThrow();
            double total =
                    Arrays.stream(logits[i]).map(x -> Math.exp(x - maximum)).sum();
            sum += Math.log(total) - (logits[i][shard.labels()[images[i]]] - maximum);
        }
        return sum / images.length;
    }

    double[][] logits(double[] parameters, Shard shard, int... images) {
        var input = Arrays.stream(images).mapToObj(image -> input(shard, image)).toArray(double[][]::new);
        var records = Arrays.stream(images).map(image -> shard.records()[image]).toArray();
        return apply(network.root(), network.steps().iterator(), new Pass(parameters, records), input, network.input());
    }

    private double[] input(Shard shard, int image) {
        int size = shard.image().size();
        int plane = size / shard.image().channels();
        var values = new double[size];
        for (int i = 0; i < size; i++) {
            double pixel = Byte.toUnsignedInt(shard.pixels()[image * size + i]) / 255.0;
            int channel = i / plane;
            values[i] = (pixel - normalisation.mean().get(channel))
                    / normalisation.standardDeviation().get(channel);
        }
        return values;
    }

    private double[][] apply(Layer layer, Iterator<Network.Step> steps, Pass pass, double[][] input, ImageShape shape) {
        if (layer instanceof Sequence sequence) {
            var current = input;
            var currentShape = shape;
            for (var next : sequence.layers()) {
                current = apply(next, steps, pass, current, currentShape);
                currentShape = next.output(currentShape);
            }
            return current;
        } else if (layer instanceof Branches branches) {
            var outputs = branches.branches().stream()
                    .map(branch -> apply(branch, steps, pass, input, shape))
                    .toList();
            var output = branches.output(shape);
            return IntStream.range(0, input.length)
                    .mapToObj(image -> join(
                            branches.join(),
                            output,
                            outputs.stream().map(values -> values[image]).toArray(double[][]::new)))
                    .toArray(double[][]::new);
        }
        var step = steps.next();
        if (isTraining && layer instanceof Layer.BatchNormalisation normalisation) {
            return ReferenceLayers.normaliseBatch(step, normalisation.epsilon(), pass.parameters, input);
        }
        if (layer instanceof Layer.Dropout dropout) {
            return isTraining ? pass.drop(dropout.probability(), input) : input;
        }
        return Arrays.stream(input)
                .map(image -> ReferenceLayers.apply(step, pass.parameters, image))
                .toArray(double[][]::new);
    }

    private static double[] join(Branches.Join join, ImageShape output, double[][] branches) {
        return switch (join) {
            case CONCATENATE ->
                Arrays.stream(branches).flatMapToDouble(Arrays::stream).toArray();
            case ADD ->
                IntStream.range(0, output.size())
                        .mapToDouble(i ->
                                Arrays.stream(branches).mapToDouble(b -> b[i]).sum())
                        .toArray();
            case MULTIPLY ->
                IntStream.range(0, output.size())
                        .mapToDouble(i -> Arrays.stream(branches)
                                .mapToDouble(b -> spread(b, output, i))
                                .reduce(1, (x, y) -> x * y))
                        .toArray();
        };
    }

    private static double spread(double[] values, ImageShape output, int i) {
        int pixels = output.height() * output.width();
        return values.length == output.size()
                ? values[i]
                : values.length == pixels ? values[i % pixels] : values[i / pixels];
    }
}
