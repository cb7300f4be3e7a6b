package io.convoy.kernels;

/**
 * Softmax, cross-entropy loss and its gradient. Logits, probabilities and gradient are {@code [blocks][classes][16]};
 * {@code images} says how many lanes of the blocks are in use.
 *
 * <p>With {@code m} the maximum and {@code s = Σ exp(x − m)}, added in class order: loss {@code log s − (x_label − m)},
 * probability {@code p = exp(x − m) / s}, gradient {@code (p − onehot) · (1 / images)}, each operation rounded to
 * float, {@code exp} from {@link Elementary}. Only the logarithm, {@link StrictMath#log}, and the loss are double.
 *
 * <p>With a label smoothing {@code ε} (Szegedy et al., arXiv 1512.00567) a share {@code ε} of each example belongs to
 * all classes alike: loss {@code log s − ((1 − ε) · (x_label − m) + ε / classes · Σ (x − m))}, the last sum in class
 * order and in float, gradient {@code (p − target) · (1 / images)} with the float targets {@code ε / classes} and, for
 * the label, {@code (1 − ε) + ε / classes}. With ε = 0 these are the bits of the plain loss.
 *
 * <p>A NaN among the logits of an image makes its loss NaN.
 */
public interface SoftmaxCrossEntropy {

    /**
     * Overwrites {@code gradient} with the gradient of the mean loss over {@code images}; unused lanes receive 0.
     * Labels are unsigned bytes below {@code classes}, one an image.
     *
     * @param labelSmoothing ε, from 0 to below 1
     * @return the sum of the losses, added in double in image order
     */
    double lossAndGradient(
            int classes, int images, float[] logits, byte[] labels, float labelSmoothing, float[] gradient);

    /** As {@link #lossAndGradient} without smoothing and without the gradient. */
    double loss(int classes, int images, float[] logits, byte[] labels);

    /** Overwrites {@code probabilities}, which may be {@code logits}. */
    void probabilities(int classes, int images, float[] logits, float[] probabilities);

    /** Overwrites {@code predictions[image]} with the class of the largest logit, the first among equals. */
    void argMax(int classes, int images, float[] logits, int[] predictions);
}
