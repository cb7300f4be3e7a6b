package io.convoy.trainer.training;

import io.convoy.trainer.augmentation.Augmentation;
import io.convoy.trainer.optim.DecayedParameters;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Optimiser;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What decides, with the data, every bit of a run.
 *
 * @param clipNorm the largest norm of a gradient; 0 if it is not clipped
 * @param labelSmoothing how much of each label belongs to all classes alike, from 0 to below 1
 * @param augmentations of the images to learn from, in this order
 * @param averageDecay of the exponential average of the weights, a local step; 0 if there is none
 * @param seed draws the order of the examples and what {@link io.convoy.trainer.random.Draw} draws
 */
public record TrainingSettings(
        int batchSize,
        LearningRateSchedule schedule,
        Optimiser optimiser,
        DecayedParameters decayed,
        double clipNorm,
        double labelSmoothing,
        List<Augmentation> augmentations,
        double averageDecay,
        long seed)
        implements Serializable {

    public TrainingSettings {
        if (batchSize < 1) {
            throw new IllegalArgumentException("expected batchSize ≥ 1 but found " + batchSize);
        }
        if (!(clipNorm >= 0) || Double.isInfinite(clipNorm)) {
            throw new IllegalArgumentException("expected a finite clipNorm ≥ 0 but found " + clipNorm);
        }
        requireBelowOne("labelSmoothing", labelSmoothing);
        requireBelowOne("averageDecay", averageDecay);
        augmentations = List.copyOf(augmentations);
    }

    /** Weight decay for all parameters, and nothing else. */
    public TrainingSettings(int batchSize, LearningRateSchedule schedule, Optimiser optimiser, long seed) {
        this(batchSize, schedule, optimiser, DecayedParameters.ALL, 0, 0, List.of(), 0, seed);
    }

    /** What goes beyond the four of {@link #TrainingSettings(int, LearningRateSchedule, Optimiser, long)}, by name. */
    public SortedMap<String, String> refinements() {
        var refinements = new TreeMap<String, String>();
        if (decayed != DecayedParameters.ALL) {
            refinements.put("weightDecayOn", decayed.toString());
        }
        putUnlessZero(refinements, "clipNorm", clipNorm);
        putUnlessZero(refinements, "labelSmoothing", labelSmoothing);
        putUnlessZero(refinements, "emaDecay", averageDecay);
        if (!augmentations.isEmpty()) {
            refinements.put("augmentations", augmentations.toString());
        }
        return refinements;
    }

    private static void putUnlessZero(SortedMap<String, String> refinements, String name, double value) {
        if (value != 0) {
            refinements.put(name, Double.toString(value));
        }
    }

    private static void requireBelowOne(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("expected " + name + " from 0 to below 1 but found " + value);
        }
    }
}
