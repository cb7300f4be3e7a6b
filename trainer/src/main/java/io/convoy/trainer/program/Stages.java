package io.convoy.trainer.program;

/**
 * A compiled network.
 *
 * @param padding how many zeros to frame an image with as it is unpacked into {@code input}
 * @param batch how many images are on their way
 * @param moments of the batch normalisations in training, in order
 */
@SuppressWarnings("ArrayRecordComponent") // walking through an array allocates no iterator
record Stages(
        int padding,
        Minibatch batch,
        Activations input,
        Segment[] segments,
        Activations output,
        BatchMoments[] moments) {

    /**
     * Stages between two barriers.
     *
     * @param backward those with a backward pass, the last first
     * @param isBatchwise whether the stages run over all blocks at once; else one block goes through all stages before
     *     the next begins, so that it stays in the cache
     */
    record Segment(Stage[] forward, Stage[] backward, boolean isBatchwise) {

        void begin() {
            for (var stage : forward) {
                stage.begin();
            }
        }

        void runForward(int from, int to) {
            if (isBatchwise) {
                forward(from, to);
            } else {
                for (int block = from; block < to; block++) {
                    forward(block, block + 1);
                }
            }
        }

        private void forward(int from, int to) {
            for (var stage : forward) {
                stage.forward(from, to);
            }
        }

        void runBackward(int blocks) {
            if (isBatchwise) {
                backward(0, blocks);
            } else {
                for (int block = 0; block < blocks; block++) {
                    backward(block, block + 1);
                }
            }
        }

        private void backward(int from, int to) {
            for (var stage : backward) {
                stage.backward(from, to);
            }
        }
    }

    /** Takes the weights that later calls use. */
    void setWeights(float[] parameters) {
        for (var segment : segments) {
            for (var stage : segment.forward) {
                stage.setWeights(parameters);
            }
        }
    }

    /** From the loss's gradient by the output to the weights' gradient, which it overwrites. */
    void backward(int blocks, float[] gradient) {
        for (int i = segments.length - 1; i >= 0; i--) {
            segments[i].runBackward(blocks);
            for (var stage : segments[i].backward) {
                stage.finish(blocks, gradient);
            }
        }
    }
}
