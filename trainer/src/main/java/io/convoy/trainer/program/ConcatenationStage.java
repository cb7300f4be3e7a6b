package io.convoy.trainer.program;

/**
 * Channels behind each other; nothing is to do for an input that lies there already.
 *
 * @param parts of the output, one for each input
 */
@SuppressWarnings("ArrayRecordComponent") // walking through an array allocates no iterator
record ConcatenationStage(Activations[] inputs, Activations[] parts) implements Stage {

    @Override
    public void forward(int from, int to) {
        for (int i = 0; i < inputs.length; i++) {
            for (int block = from; block < to; block++) {
                inputs[i].value().copy(block, parts[i].value(), inputs[i].blockLength());
            }
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int i = 0; i < inputs.length; i++) {
            for (int block = from; inputs[i].hasGradient() && block < to; block++) {
                parts[i].slope().copy(block, inputs[i].slope(), inputs[i].blockLength());
            }
        }
    }
}
