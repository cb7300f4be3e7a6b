package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Lanes;
import io.convoy.kernels.SoftmaxCrossEntropy;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** One image a lane. */
final class VectorSoftmaxCrossEntropy implements SoftmaxCrossEntropy {

    /** Of one block. */
    private final float[] maximum = new float[COUNT];

    private final float[] sum = new float[COUNT];

    @Override
    public double lossAndGradient(int classes, int images, float[] logits, byte[] labels, float[] gradient) {
        checkLabels(classes, images, labels);
        double loss = 0;
        for (int block = 0; block < Lanes.blocks(images); block++) {
            int from = block * classes * COUNT;
            probabilities(classes, logits, from, gradient);
            loss = addLosses(loss, classes, images, block, logits, labels);
            scale(classes, 1f / images, images, block, labels, gradient);
        }
        return loss;
    }

    @Override
    public double loss(int classes, int images, float[] logits, byte[] labels) {
        checkLabels(classes, images, labels);
        double loss = 0;
        for (int block = 0; block < Lanes.blocks(images); block++) {
            sums(classes, logits, block * classes * COUNT);
            loss = addLosses(loss, classes, images, block, logits, labels);
        }
        return loss;
    }

    @Override
    public void probabilities(int classes, int images, float[] logits, float[] probabilities) {
        for (int block = 0; block < Lanes.blocks(images); block++) {
            probabilities(classes, logits, block * classes * COUNT, probabilities);
        }
    }

    @Override
    public void argMax(int classes, int images, float[] logits, int[] predictions) {
        Arrays.fill(predictions, 0, images, 0);
        for (int image = 0; image < images; image++) {
            int first = image / COUNT * classes * COUNT + image % COUNT;
            for (int c = 1; c < classes; c++) {
                if (logits[first + c * COUNT] > logits[first + predictions[image] * COUNT]) {
                    predictions[image] = c;
                }
            }
        }
    }

    private static void checkLabels(int classes, int images, byte[] labels) {
        for (int image = 0; image < images; image++) {
            int label = Byte.toUnsignedInt(labels[image]);
            if (label >= classes) {
                throw new IllegalArgumentException(
                        "expected labels below classes=" + classes + " but found " + label + " for image " + image);
            }
        }
    }

    /** Leaves maximum and sum of exponentials of one block. */
    private void sums(int classes, float[] logits, int from) {
        for (int lane = 0; lane < COUNT; lane += LENGTH) {
            maximum(classes, logits, from + lane, lane);
            sum(classes, logits, from + lane, lane);
        }
    }

    private void maximum(int classes, float[] logits, int from, int lane) {
        var m = FloatVector.fromArray(FLOATS, logits, from);
        for (int c = 1; c < classes; c++) {
            m = m.max(FloatVector.fromArray(FLOATS, logits, from + c * COUNT));
        }
        m.intoArray(maximum, lane);
    }

    private void sum(int classes, float[] logits, int from, int lane) {
        var s = FloatVector.zero(FLOATS);
        for (int c = 0; c < classes; c++) {
            var logit = FloatVector.fromArray(FLOATS, logits, from + c * COUNT);
            s = s.add(VectorExp.of(logit.sub(FloatVector.fromArray(FLOATS, maximum, lane))));
        }
        s.intoArray(sum, lane);
    }

    private void probabilities(int classes, float[] logits, int from, float[] probabilities) {
        sums(classes, logits, from);
        divide(classes, logits, from, probabilities);
    }

    /** A method of its own, so that C2 meets one exponential at a time; with two it boxes. */
    private void divide(int classes, float[] logits, int from, float[] probabilities) {
        for (int i = 0; i < classes * COUNT; i += LENGTH) {
            var logit = FloatVector.fromArray(FLOATS, logits, from + i);
            VectorExp.of(logit.sub(FloatVector.fromArray(FLOATS, maximum, i % COUNT)))
                    .div(FloatVector.fromArray(FLOATS, sum, i % COUNT))
                    .intoArray(probabilities, from + i);
        }
    }

    private double addLosses(double loss, int classes, int images, int block, float[] logits, byte[] labels) {
        double total = loss;
        for (int image = block * COUNT; image < Math.min(images, (block + 1) * COUNT); image++) {
            int lane = image % COUNT;
            float logit = logits[(block * classes + Byte.toUnsignedInt(labels[image])) * COUNT + lane];
            total += StrictMath.log(sum[lane]) - (logit - maximum[lane]);
        }
        return total;
    }

    /** From probabilities to the gradient. */
    private static void scale(int classes, float share, int images, int block, byte[] labels, float[] gradient) {
        int from = block * classes * COUNT;
        int used = Math.min(COUNT, images - block * COUNT);
        for (int lane = 0; lane < used; lane++) {
            gradient[from + Byte.toUnsignedInt(labels[block * COUNT + lane]) * COUNT + lane] -= 1f;
        }
        for (int i = 0; i < classes * COUNT; i += LENGTH) {
            FloatVector.fromArray(FLOATS, gradient, from + i).mul(share).intoArray(gradient, from + i);
        }
        for (int i = 0; i < classes * COUNT; i += COUNT) {
            Arrays.fill(gradient, from + i + used, from + i + COUNT, 0f);
        }
    }
}
