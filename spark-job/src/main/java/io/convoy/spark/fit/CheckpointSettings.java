package io.convoy.spark.fit;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.checkpoint.CheckpointFolder;
import io.convoy.spark.checkpoint.Resume;
import io.convoy.spark.data.DataException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Where checkpoints go and come from.
 *
 * @param every so many epochs one is written
 * @param keep so many stay
 */
public record CheckpointSettings(String uri, int every, Resume resume, int keep) {

    /**
     * The checkpoint to go on from, if there is one and it is wanted.
     *
     * @throws RequestException if one is required and there is none
     */
    Optional<Checkpoint> find(CheckpointFolder folder, TrainingEvents events) throws IOException {
        if (resume == Resume.NEVER) {
            return Optional.empty();
        }
        var found = folder.newest();
        found.passedOver().forEach(line -> events.passedOver(DataException.withoutUserInfo(line)));
        if (resume == Resume.REQUIRE && found.checkpoint().isEmpty()) {
            throw new RequestException(
                    "%s require: %s holds no whole checkpoint; name another %s, or choose %s auto",
                    Field.RESUME, shownUri(), Field.CHECKPOINT, Field.RESUME);
        }
        return found.checkpoint();
    }

    public CheckpointSettings at(String folder) {
        return new CheckpointSettings(folder, every, resume, keep);
    }

    /** For messages: without a password that the URI may hold. */
    String shownUri() {
        return DataException.withoutUserInfo(uri);
    }

    boolean isDue(int epoch, int epochs) {
        return epoch % every == 0 || epoch == epochs;
    }

    /** Takes the folder for this run alone. */
    CheckpointFolder take(Configuration hadoop, String applicationId) throws IOException {
        return CheckpointFolder.take(uri, hadoop, applicationId);
    }
}
