package io.convoy.kernels;

/**
 * Softmax, cross-entropy loss and its gradient. Logits, probabilities and gradient are {@code [blocks][classes][16]};
 * {@code images} says how many lanes of the blocks are in use.
 *
 * <p>With {@code m} the maximum and {@code s = Σ exp(x − m)}, added in class order: loss {@code log s − (x_label − m)},
 * probability {@code p = exp(x − m) / s}, gradient {@code (p − onehot) · (1 / images)}, each operation rounded to
 * float, {@code exp} from {@link Elementary}. Only the logarithm, {@link StrictMath#log}, and the loss are double.
 *
 * <p>A NaN among the logits of an image makes its loss NaN.
 */
public interface SoftmaxCrossEntropy {

    /**
     * Overwrites {@code gradient} with the gradient of the mean loss over {@code images}; unused lanes receive 0.
     * Labels are unsigned bytes below {@code classes}, one an image.
     *
     * @return the sum of the losses, added in double in image order
     */
    double lossAndGradient(int classes, int images, float[] logits, byte[] labels, float[] gradient);

    /** As {@link #lossAndGradient} without the gradient. */
    double loss(int classes, int images, float[] logits, byte[] labels);

    /** Overwrites {@code probabilities}, which may be {@code logits}. */
    void probabilities(int classes, int images, float[] logits, float[] probabilities);

    /** Overwrites {@code predictions[image]} with the class of the largest logit, the first among equals. */
    void argMax(int classes, int images, float[] logits, int[] predictions);
}
