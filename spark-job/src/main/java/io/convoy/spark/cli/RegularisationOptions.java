package io.convoy.spark.cli;

import io.convoy.trainer.augmentation.Augmentation;
import io.convoy.trainer.augmentation.Cutout;
import io.convoy.trainer.augmentation.HorizontalFlip;
import io.convoy.trainer.augmentation.RandomCrop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that keep a network from learning its training images by heart. None of them is on by itself. */
final class RegularisationOptions {

    static final Option<Integer> RANDOM_CROP = Option.wholeNumber(
            "randomCrop",
            1,
            256,
            "4",
            "Frames each training image with so many black pixels and cuts it to its size again at a random place.");
    static final Option<HorizontalFlip> HORIZONTAL_FLIP = Option.choice(
            "horizontalFlip",
            flips(),
            "random",
            "Turns left and right of training images round: of half of them, drawn anew in every epoch, or of each image"
                    + " in every other epoch.");
    static final Option<Integer> CUTOUT = Option.wholeNumber(
            "cutout", 1, 256, "8", "Blackens a square of so many pixels at a random place of each training image.");
    static final Option<Double> LABEL_SMOOTHING = Option.number(
            "labelSmoothing",
            Range.fromBelow(0, 1),
            "0.1",
            "Gives this share of each training image to all classes alike. Default: none.");
    static final Option<Double> EMA_DECAY = Option.number(
            "emaDecay",
            Range.fromBelow(0, 1),
            "0.999",
            "Measures and writes an exponential average of the weights over the averages of the shards, in which each"
                    + " batch counts this many times as much as the next one. Default: the weights themselves.");

    private RegularisationOptions() {}

    /** In the order in which they are applied. */
    static List<Augmentation> augmentations(Settings settings) {
        var augmentations = new ArrayList<Augmentation>();
        settings.find(RANDOM_CROP).map(RandomCrop::new).ifPresent(augmentations::add);
        settings.find(HORIZONTAL_FLIP).ifPresent(augmentations::add);
        settings.find(CUTOUT).map(Cutout::new).ifPresent(augmentations::add);
        return augmentations;
    }

    private static Map<String, HorizontalFlip> flips() {
        var flips = new LinkedHashMap<String, HorizontalFlip>();
        flips.put("random", HorizontalFlip.RANDOM);
        flips.put("alternating", HorizontalFlip.ALTERNATING);
        return flips;
    }
}
