package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Images in an IDX file, found good by its header, and their labels, read and checked. */
public final class LabelledImages {

    private final IdxFile images;
    private final IdxFile labelFile;
    private final byte[] labels;
    private final List<FileStamp> stamps;

    private LabelledImages(IdxFile images, IdxFile labelFile, byte[] labels, List<FileStamp> stamps) {
        this.images = images;
        this.labelFile = labelFile;
        this.labels = labels;
        this.stamps = stamps;
    }

    /** @throws DataException if a file is missing or damaged, or if there is not one label for each image */
    public static LabelledImages open(LabelledFiles files, Configuration hadoop) {
        var stamps = stamps(files, hadoop);
        var images = IdxFile.images(files.images(), hadoop);
        var labels = IdxFile.labels(files.labels(), hadoop);
        if (images.count() != labels.count()) {
            throw new DataException(
                    files.labels(),
                    "holds " + labels.count() + " labels for the " + images.count() + " images of "
                            + DataException.withoutUserInfo(files.images()) + "; name two files of one data set");
        }
        try (var reader = IdxReader.open(labels, 0, hadoop)) {
            byte[] values = reader.read(labels.count());
            reader.requireEnd();
            return new LabelledImages(images, labels, values, stamps);
        } catch (IOException e) {
            throw new DataException(files.labels(), "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Before anything is read of the files. */
    private static List<FileStamp> stamps(LabelledFiles files, Configuration hadoop) {
        var stamps = new ArrayList<FileStamp>();
        for (var uri : List.of(files.images(), files.labels())) {
            try {
                stamps.add(FileStamp.of(uri, hadoop));
            } catch (FileNotFoundException e) {
                throw new DataException(uri, "no such file" + InputFiles.localeHint(uri), e);
            } catch (IOException | IllegalArgumentException e) {
                throw new DataException(uri, "cannot be read: " + e.getMessage(), e);
            }
        }
        return List.copyOf(stamps);
    }

    IdxFiles idx() {
        return new IdxFiles(images, labelFile);
    }

    List<FileStamp> stamps() {
        return stamps;
    }

    public int count() {
        return images.count();
    }

    public ImageShape shape() {
        return new ImageShape(1, images.height(), images.width());
    }

    public IdxFile images() {
        return images;
    }

    /** Unsigned, one an image. Not a copy. */
    public byte[] labels() {
        return labels;
    }

    /** How many images have each label, up to the highest label. */
    public int[] labelCounts() {
        int[] counts = new int[highestLabel() + 1];
        for (byte label : labels) {
            counts[Byte.toUnsignedInt(label)]++;
        }
        return counts;
    }

    /** @throws DataException if a label is not below the number of classes */
    public void requireLabelsBelow(int classes) {
        for (int i = 0; i < labels.length; i++) {
            int label = Byte.toUnsignedInt(labels[i]);
            if (label >= classes) {
                throw new DataException(
                        labelFile.uri(),
                        "record " + i + " has label " + label + " where the network's " + classes
                                + " classes allow 0 to " + (classes - 1) + "; mend the label or take a network of "
                                + (highestLabel() + 1) + " classes");
            }
        }
    }

    private int highestLabel() {
        int highest = 0;
        for (byte label : labels) {
            highest = Math.max(highest, Byte.toUnsignedInt(label));
        }
        return highest;
    }
}
