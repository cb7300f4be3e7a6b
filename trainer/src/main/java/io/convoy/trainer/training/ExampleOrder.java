package io.convoy.trainer.training;

import io.convoy.trainer.random.Seeds;
import java.util.Random;

/** The order in which a replica meets the images of its shard. */
final class ExampleOrder {

    private ExampleOrder() {}

    static int[] unshuffled(int size) {
        var order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    /** A permutation by Fisher and Yates, which depends on the arguments only. */
    static int[] shuffled(int size, long seed, int epoch, int shardId) {
        var random = new Random(Seeds.derive(Seeds.derive(seed, epoch), shardId));
        var order = unshuffled(size);
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
