package io.convoy.trainer.training;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.program.InferenceProgram;

/** Runs a network forward over whole shards. It belongs to one thread. */
public final class Evaluator {

    private final InferenceProgram program;
    private final Runnable beforeBatch;
    private final int[] predictions;

    public Evaluator(InferenceProgram program) {
        this(program, () -> {});
    }

    /** @param beforeBatch is run before each batch; what it throws ends the work */
    public Evaluator(InferenceProgram program, Runnable beforeBatch) {
        this.program = program;
        this.beforeBatch = beforeBatch;
        predictions = new int[program.maximumBatch()];
    }

    /** @throws IllegalArgumentException if a label is not one of the network's classes, or the images do not fit it */
    public Evaluation evaluate(float[] weights, Shard shard) {
        int classes = program.network().classes();
        var confusion = new long[classes * classes];
        var ranks = new long[classes];
        var ratings = new float[program.maximumBatch() * classes];
        var order = ExampleOrder.unshuffled(shard.size());
        double lossSum = 0;
        program.setWeights(weights);
        for (int from = 0; from < shard.size(); from += program.maximumBatch()) {
            beforeBatch.run();
            int count = Math.min(program.maximumBatch(), shard.size() - from);
            lossSum += program.loss(shard, order, from, count);
            program.predictions(predictions);
            program.logits(ratings);
            for (int i = 0; i < count; i++) {
                int label = Byte.toUnsignedInt(shard.labels()[from + i]);
                confusion[label * classes + predictions[i]]++;
                ranks[rank(ratings, i * classes, classes, label)]++;
            }
        }
        return new Evaluation(classes, confusion, ranks, lossSum);
    }

    /** How many of the {@code classes} ratings from {@code offset} on come before that of {@code label}. */
    private static int rank(float[] ratings, int offset, int classes, int label) {
        float own = ratings[offset + label];
        int rank = 0;
        for (int other = 0; other < classes; other++) {
            float rating = ratings[offset + other];
            if (rating > own || (rating == own && other < label)) {
                rank++;
            }
        }
        return rank;
    }

    /** The class of each image and its probability; labels are not looked at. */
    public Predictions predict(float[] weights, Shard shard) {
        var ratings = rate(weights, shard);
        var probabilities = new float[shard.size()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = ratings.probabilities()[i * ratings.classes() + ratings.label(i)];
        }
        return new Predictions(ratings.labels(), probabilities);
    }

    /** Logits and probabilities of all classes; labels are not looked at. */
    public Ratings rate(float[] weights, Shard shard) {
        int classes = program.network().classes();
        var labels = new int[shard.size()];
        var logits = new float[shard.size() * classes];
        var probabilities = new float[shard.size() * classes];
        var ofBatch = new float[program.maximumBatch() * classes];
        var order = ExampleOrder.unshuffled(shard.size());
        program.setWeights(weights);
        for (int from = 0; from < shard.size(); from += program.maximumBatch()) {
            beforeBatch.run();
            int count = Math.min(program.maximumBatch(), shard.size() - from);
            program.forward(shard, order, from, count);
            program.predictions(predictions);
            System.arraycopy(predictions, 0, labels, from, count);
            program.logits(ofBatch);
            System.arraycopy(ofBatch, 0, logits, from * classes, count * classes);
            program.probabilities(probabilities, from * classes);
        }
        return new Ratings(classes, labels, logits, probabilities);
    }
}
