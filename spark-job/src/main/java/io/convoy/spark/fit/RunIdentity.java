package io.convoy.spark.fit;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.trainer.model.WeightsDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What decides the bits of a run: a checkpoint of one run is of use only to a run with the same. */
final class RunIdentity {

    private static final String SHARDS = "shards";

    private RunIdentity() {}

    /** As far as it is known before the data are read, see {@link DataIdentity}. */
    static SortedMap<String, String> of(TrainingRequest request, int shards) {
        var network = request.network();
        var identity = new TreeMap<String, String>();
        identity.put("network", network.name());
        identity.put("network.input", network.input().toString());
        identity.put("network.layers", network.layers().toString());
        identity.put("network.initialisation", network.initialisation().toString());
        identity.put("classNames", request.classNames().toString());
        identity.put("batchSize", Integer.toString(request.settings().batchSize()));
        identity.put("schedule", request.settings().schedule().toString());
        identity.put("optimiser", request.settings().optimiser().toString());
        identity.put("seed", Long.toString(request.settings().seed()));
        identity.putAll(request.settings().refinements());
        identity.put("averaging", request.averaging().toString());
        identity.put(
                "validationFraction",
                Double.toString(request.assessment().split().fraction()));
        request.assessment()
                .stopping()
                .ifPresent(rule -> identity.put(
                        "patience",
                        rule.patience() + ", evaluated every "
                                + request.assessment().every() + " epochs"));
        identity.put(SHARDS, Integer.toString(shards));
        request.initialModel()
                .ifPresent(model -> identity.put(
                        "initialModel", WeightsDigest.of(model.parameters()) + " " + model.normalisation()));
        identity.put("data.train.count", Integer.toString(request.train().count()));
        request.test().ifPresent(test -> identity.put("data.test.count", Integer.toString(test.count())));
        return identity;
    }

    /** The number of shards is part of a run: where nobody chose one, a run that goes on keeps it. */
    static int shards(Checkpoint checkpoint) {
        return Integer.parseInt(checkpoint.identity().getOrDefault(SHARDS, "1"));
    }

    /**
     * Before the data are read.
     *
     * @throws RequestException with all that differs, if the run cannot go on from this checkpoint
     */
    static void requireSame(
            CheckpointSettings settings, Checkpoint checkpoint, SortedMap<String, String> identity, int epochs) {
        if (!DataIdentity.isIn(checkpoint.identity())) {
            throw new RequestException(
                    "%s %s holds a checkpoint of an earlier Convoy, which wrote down no digest of its images: nobody can"
                            + " tell whether they are the same; name another folder, or begin anew by %s never",
                    Field.CHECKPOINT, settings.shownUri(), Field.RESUME);
        }
        var known =
                new Checkpoint(checkpoint.state(), DataIdentity.without(checkpoint.identity()), checkpoint.metrics());
        var differences = new ArrayList<>(known.differences(identity));
        if (checkpoint.state().epochs() > epochs) {
            differences.add(
                    "the checkpoint is of epoch " + checkpoint.state().epochs() + ", after the last of " + epochs);
        }
        refuse(settings, differences);
    }

    /**
     * Once the data are read.
     *
     * @param identity the whole of it
     * @throws RequestException if they are others than those of the checkpoint
     */
    static void requireSameData(
            CheckpointSettings settings, Checkpoint checkpoint, SortedMap<String, String> identity) {
        refuse(settings, checkpoint.differences(identity));
    }

    private static void refuse(CheckpointSettings settings, List<String> differences) {
        if (!differences.isEmpty()) {
            var problems = new ArrayList<Problem>();
            problems.add(Problem.of(
                    "%s %s holds a checkpoint of another run; take back what differs, name another folder, or begin"
                            + " anew by %s never",
                    Field.CHECKPOINT, settings.shownUri(), Field.RESUME));
            differences.forEach(difference -> problems.add(Problem.of("%s", difference)));
            throw new RequestException(List.copyOf(problems));
        }
    }
}
