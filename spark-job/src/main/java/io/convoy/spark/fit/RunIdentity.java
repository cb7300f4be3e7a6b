package io.convoy.spark.fit;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.trainer.model.WeightsDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What decides the bits of a run: a checkpoint of one run is of use only to a run with the same. */
final class RunIdentity {

    private static final String SHARDS = "shards";

    private RunIdentity() {}

    static SortedMap<String, String> of(TrainingRequest request, int shards) throws IOException {
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
        flatten("data.train", request.train().fingerprint(), identity);
        if (request.test().isPresent()) {
            flatten("data.test", request.test().get().fingerprint(), identity);
        }
        return identity;
    }

    /** The number of shards is part of a run: where nobody chose one, a run that goes on keeps it. */
    static int shards(Checkpoint checkpoint) {
        return Integer.parseInt(checkpoint.identity().getOrDefault(SHARDS, "1"));
    }

    /** @throws RequestException with all that differs, if the run cannot go on from this checkpoint */
    static void requireSame(
            CheckpointSettings settings, Checkpoint checkpoint, Map<String, String> identity, int epochs) {
        var differences = new ArrayList<>(checkpoint.differences(identity));
        if (checkpoint.state().epochs() > epochs) {
            differences.add(
                    "the checkpoint is of epoch " + checkpoint.state().epochs() + ", after the last of " + epochs);
        }
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

    private static void flatten(String name, Object value, Map<String, String> identity) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(name + "." + key, inner, identity));
        } else if (value instanceof int[] counts) {
            identity.put(name, Arrays.toString(counts));
        } else {
            identity.put(name, value.toString());
        }
    }
}
