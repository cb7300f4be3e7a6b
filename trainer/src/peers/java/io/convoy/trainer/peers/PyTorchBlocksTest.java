package io.convoy.trainer.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.golden.BlockRun;
import io.convoy.trainer.golden.GoldenBlocks;
import io.convoy.trainer.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PyTorchBlocksTest {

    /** At every step from our weights, so that roundings do not add up. */
    @Test
    void shouldGiveLossAndGradientsOfEveryStepAsPyTorchDoes() throws IOException {
        var lines = new ArrayList<String>();
        for (var network : BlockRun.networks()) {
            lines.addAll(compare(network));
        }
        var file = System.getProperty("golden.blocks");
        if (file != null) {
            Files.write(Path.of(file), lines);
        }
    }

    private static List<String> compare(Network network) {
        var losses = new ArrayList<String>();
        var lines = new ArrayList<String>();
        for (var step : BlockRun.train(network, Kernels.scalar())) {
            var theirs = PyTorchNetwork.lossAndGradient(
                    network,
                    step.weights(),
                    BlockRun.IMAGES,
                    BlockRun.firstImage(step.number()),
                    BlockRun.BATCH);
            var of = network.name() + " step " + step.number();
            assertEquals(theirs.loss(), step.loss(), 1e-5, of);
            var expected = doubles(theirs.gradient());
            GoldenBlocks.assertGradient(of, expected, step.gradient());
            losses.add(Float.toString((float) theirs.loss()));
            if (step.number() == 0) {
                lines.add(network.name() + " gradient-0 " + floats(theirs.gradient()));
            }
        }
        lines.add(network.name() + " loss " + String.join(" ", losses));
        return lines;
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static String floats(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Float.toString(values[i]))
                .collect(Collectors.joining(" "));
    }
}
