package io.convoy.trainer.program;

/**
 * A compiled network.
 *
 * @param padding how many zeros to frame an image with as it is unpacked into {@code input}
 * @param blockwise stages that run for one block before the next begins, so that a block stays in the cache
 * @param batchwise stages that run over all blocks, as their weights are read once for all
 * @param untrained how many of the stages, in order, come before the first learned weight and have no backward pass
 */
@SuppressWarnings("ArrayRecordComponent") // walking through an array allocates no iterator
record Stages(
        int padding, Activations input, Stage[] blockwise, Stage[] batchwise, int untrained, Activations output) {}
