package io.convoy.trainer.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Did you mean …? */
public final class Suggestion {

    private Suggestion() {}

    /** The candidate with the fewest edits, if at most a third of the longer word has to change. */
    public static Optional<String> of(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> 3 * edits(word, candidate) <= Math.max(word.length(), candidate.length()) + 2)
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
    }

    private static int edits(String word, String candidate) {
        return LevenshteinDistance.getDefaultInstance().apply(word, candidate);
    }
}
