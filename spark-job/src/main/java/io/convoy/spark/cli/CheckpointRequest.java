package io.convoy.spark.cli;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.checkpoint.CheckpointFolder;
import io.convoy.spark.checkpoint.Resume;
import io.convoy.spark.data.DataException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Where checkpoints go and come from.
 *
 * @param every so many epochs one is written
 */
record CheckpointRequest(String uri, int every, Resume resume, int keep) {

    /**
     * The checkpoint to go on from, if there is one and it is wanted.
     *
     * @throws UsageException if one is required and there is none
     */
    Optional<Checkpoint> find(Session session) throws IOException {
        if (resume == Resume.NEVER) {
            return Optional.empty();
        }
        var found = folder(session.hadoop()).newest();
        found.passedOver().forEach(line -> session.console().say(DataException.withoutUserInfo(line)));
        if (resume == Resume.REQUIRE && found.checkpoint().isEmpty()) {
            throw new UsageException(
                    List.of("%s require: %s holds no whole checkpoint; name another %s, or choose %s auto"
                            .formatted(
                                    CheckpointOptions.RESUME.flag(),
                                    shownUri(),
                                    CheckpointOptions.CHECKPOINT.flag(),
                                    CheckpointOptions.RESUME.flag())));
        }
        return found.checkpoint();
    }

    CheckpointRequest at(String folder) {
        return new CheckpointRequest(folder, every, resume, keep);
    }

    /** For messages: without a password that the URI may hold. */
    String shownUri() {
        return DataException.withoutUserInfo(uri);
    }

    boolean isDue(int epoch, int epochs) {
        return epoch % every == 0 || epoch == epochs;
    }

    CheckpointFolder folder(Configuration hadoop) throws IOException {
        return CheckpointFolder.at(uri, hadoop);
    }
}
