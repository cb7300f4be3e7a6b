package io.convoy.spark.cli;

import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledFiles.Part;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The options that say where labelled images are. */
final class DataOptions {

    static final Option<String> DATA = Option.uri(
            "data",
            "DIR",
            "a folder",
            "/usr/share/datasets/fashion-mnist",
            "The folder of the four IDX files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte"
                    + " and t10k-labels-idx1-ubyte, each plain or .gz.");
    static final Option<String> TRAIN_IMAGES = file("trainImages", "train-images-idx3-ubyte.gz", "The training images");
    static final Option<String> TRAIN_LABELS = file("trainLabels", "train-labels-idx1-ubyte.gz", "Their labels");
    static final Option<String> TEST_IMAGES = file("testImages", "t10k-images-idx3-ubyte.gz", "The test images");
    static final Option<String> TEST_LABELS = file("testLabels", "t10k-labels-idx1-ubyte.gz", "Their labels");

    static final Option<Integer> MAX_BAD = Option.wholeNumber(
                    "maxBad",
                    0,
                    1_000_000,
                    "10",
                    "So many images that are damaged or of another size may be left out; they are named. With more of"
                            + " them nothing is written.")
            .withDefault("0");

    /** Where one part of a data set is: named file by file, or in a folder. */
    record Place(
            Part part,
            @Nullable LabelledFiles files,
            @Nullable String folder) {

        /** @throws io.convoy.spark.data.DataException if the folder or a file in it is missing */
        LabelledFiles locate(Configuration hadoop) {
            if (files != null) {
                return files;
            }
            if (folder == null) {
                throw new IllegalStateException("no place for " + part);
            }
            return LabelledFiles.in(folder, part, hadoop);
        }

        /** The options that name this place. */
        String flags() {
            return files == null
                    ? DATA.flag() + " " + folder
                    : TEST_IMAGES.flag() + " " + files.images() + " " + TEST_LABELS.flag() + " " + files.labels();
        }
    }

    private DataOptions() {}

    static void check(Settings settings, Part part) {
        var images = part == Part.TRAIN ? TRAIN_IMAGES : TEST_IMAGES;
        var labels = part == Part.TRAIN ? TRAIN_LABELS : TEST_LABELS;
        boolean imagesNamed = settings.isChosen(images);
        boolean labelsNamed = settings.isChosen(labels);
        if (imagesNamed != labelsNamed) {
            var missing = imagesNamed ? labels : images;
            settings.problem("%s is given without %s; name both files, or a folder by --data"
                    .formatted((imagesNamed ? images : labels).flag(), missing.flag()));
        } else if (!imagesNamed && !settings.isChosen(DATA)) {
            settings.problem(
                    "--data is missing: name the folder of the IDX files, for example --data %s, or the files by %s and %s"
                            .formatted(DATA.example(), images.flag(), labels.flag()));
        }
    }

    static Place place(Settings settings, Part part) {
        var images = settings.find(part == Part.TRAIN ? TRAIN_IMAGES : TEST_IMAGES);
        var labels = settings.find(part == Part.TRAIN ? TRAIN_LABELS : TEST_LABELS);
        return images.isPresent()
                ? new Place(part, new LabelledFiles(images.get(), labels.orElseThrow()), null)
                : new Place(part, null, settings.get(DATA));
    }

    private static Option<String> file(String key, String example, String what) {
        return Option.uri(key, "FILE", "an IDX file", example, what + ", instead of --data's.");
    }
}
