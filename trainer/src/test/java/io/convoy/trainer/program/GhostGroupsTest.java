package io.convoy.trainer.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GhostGroupsTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "64, 1, 64", "79, 1, 79", "80, 2, 16", "100, 2, 36", "128, 2, 64", "143, 2, 79"})
    void aSmallLastGroupShouldJoinTheOneBefore(int images, int groups, int last) {
        assertEquals(groups, GhostGroups.USUAL.count(images));
        assertEquals(last, GhostGroups.USUAL.images(groups - 1, images));
        assertEquals(groups - 1, GhostGroups.USUAL.of((images - 1) / 16, images));
    }

    @Test
    void shouldRefuseAPartOfABlock() {
        assertThrows(IllegalArgumentException.class, () -> new GhostGroups(40));
    }

    @Test
    void groupsShouldBeNormalisedApart() {
        var network = new Network(
                "net",
                new ImageShape(1, 6, 6),
                List.of(new Layer.BatchNormalisation("bn", 1e-5), new Layer.Dense("output", 3)),
                Initialisation.HE);
        var shard = SyntheticImages.shard(0, network.input(), 3, 64, 1);
        var weights = network.initialisation().parameters(network, 1);
        var together = gradient(network, weights, shard, 0, 64, 32);
        var first = gradient(network, weights, shard, 0, 32, 64);
        var second = gradient(network, weights, shard, 32, 32, 64);

        var mean = new float[first.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (first[i] + second[i]) / 2;
        }
        assertArrayEquals(mean, together, 1e-6f);
    }

    private static float[] gradient(Network network, float[] weights, Shard shard, int from, int count, int ghosts) {
        var program = new TrainingProgram(network, Normalisation.identity(1), Kernels.scalar(), count, ghosts);
        var gradient = new float[weights.length];
        program.setWeights(weights);
        program.lossAndGradient(shard, IntStream.range(0, 64).toArray(), from, count, gradient);
        return gradient;
    }
}
