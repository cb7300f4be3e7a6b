package io.convoy.trainer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.kernels.KernelChoice;
import io.convoy.kernels.Kernels;
import io.convoy.trainer.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.InferenceProgram;
import io.convoy.trainer.program.TrainingProgram;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training gives the same bits with every set of kernels, at every width of the vector registers. */
@Tag("width")
class SameBitsTest {

    private static final ImageShape IMAGE = new ImageShape(1, 28, 28);

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "lenet-d2l"})
    void shouldTrainToTheSameBitsWithScalarAndVectorKernels(String network) {
        var scalar = new Learner(network, Kernels.scalar());
        var vector = new Learner(network, KernelChoice.VECTOR.choose());

        for (int step = 0; step < 8; step++) {
            scalar.step(step);
            vector.step(step);

            assertArrayEquals(scalar.weights, vector.weights, network + " differs after step " + step);
            assertEquals(scalar.lossSum, vector.lossSum);
        }
        assertArrayEquals(scalar.probabilities(), vector.probabilities());
    }

    private static final class Learner {

        /** The last minibatch has 37 images: two blocks and a part of one. */
        private static final Shard SHARD = SyntheticImages.shard(0, IMAGE, 10, 7 * 64 + 37, 1);

        private final InferenceProgram inference;
        private final Replica replica;
        private float[] weights;
        private float[] state;
        private double lossSum;

        Learner(String name, Kernels kernels) {
            var network = Networks.create(name, IMAGE, 10);
            var normalisation = new Normalisation(List.of(0.3), List.of(0.35));
            inference = new InferenceProgram(network, normalisation, kernels, 64);
            var program = new TrainingProgram(network, normalisation, kernels, 64);
            var optimiser = new Sgd(0.9, 0.0005);
            replica = new Replica(
                    program, new TrainingSettings(64, new LearningRateSchedule.Cosine(0.1, 0, 1), optimiser, 5));
            weights = network.initialisation().parameters(network, 5);
            state = optimiser.initialState(weights.length);
        }

        void step(int step) {
            var result = replica.train(new Span(1, step, step + 1), SHARD, weights, state);
            weights = result.weights();
            state = result.optimiserState();
            lossSum += result.lossSum();
        }

        float[] probabilities() {
            return new Evaluator(inference).predict(weights, SHARD).probabilities();
        }
    }
}
