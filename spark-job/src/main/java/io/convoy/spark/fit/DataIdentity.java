package io.convoy.spark.fit;

import io.convoy.spark.data.DataDigest;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.round.Assessment;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which data a run learns from and is measured on, by what was read: pixels, labels, their order and number. Where they
 * are, how they are packed and when they were written is no part of it.
 *
 * @param train also the images set aside for validation
 */
public record DataIdentity(DataDigest train, Optional<DataDigest> test) {

    private static final String TRAIN = "data.train.content";
    private static final String TEST = "data.test.content";

    static DataIdentity of(ShardedImages train, Assessment assessment) {
        return new DataIdentity(
                assessment
                        .validation()
                        .map(setAside -> train.digest().plus(setAside.digest()))
                        .orElse(train.digest()),
                assessment.test().map(ShardedImages::digest));
    }

    /** A run's identity with this for its data. */
    SortedMap<String, String> in(SortedMap<String, String> identity) {
        var whole = new TreeMap<>(identity);
        whole.put(TRAIN, train.toString());
        test.ifPresent(digest -> whole.put(TEST, digest.toString()));
        return whole;
    }

    /** Whether a run has written down which data it was. */
    static boolean isIn(SortedMap<String, String> identity) {
        return identity.containsKey(TRAIN);
    }

    /** A run's identity as far as it is known before the data are read. */
    static SortedMap<String, String> without(SortedMap<String, String> identity) {
        var before = new TreeMap<>(identity);
        before.remove(TRAIN);
        before.remove(TEST);
        return before;
    }
}
