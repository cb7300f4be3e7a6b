package io.convoy.spark.fit;

import io.convoy.spark.data.DataDigest;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.LabelledData;
import io.convoy.spark.report.Explanation;
import io.convoy.spark.report.Timesheet;
import io.convoy.spark.report.Verdict;
import io.convoy.spark.round.EpochReport;
import io.convoy.trainer.averaging.Period;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** What {@code run.json} says: what was asked for, on what it ran, what came out and where the time went. */
record RunDocument(TrainingRequest request, DataIdentity identity, JavaSparkContext spark, int shards) {

    /** @param model of the epoch whose model it is */
    Map<String, Object> of(EpochReport model, int epochs, Optional<Explanation> time, double seconds)
            throws IOException {
        var network = request.network();
        var document = new LinkedHashMap<String, Object>();
        request.output().ifPresent(uri -> document.put("model", DataException.withoutUserInfo(uri)));
        document.put("network", network.name());
        document.put("parameters", network.trainableParameterCount());
        document.putAll(request.notes());
        document.put("seed", request.settings().seed());
        document.put("shards", shards);
        document.put("data", data());
        document.put("convoy", Version.convoy());
        document.put("java", Runtime.version().toString());
        document.put("spark", spark.version());
        document.put("master", spark.master());
        document.put("applicationId", spark.sc().applicationId());
        document.put("modelEpoch", model.epoch());
        document.put("kernels", model.kernels());
        document.put("epochs", epochs);
        document.put("trainLoss", model.trainLoss());
        putIfThere(document, "testLoss", model.testLoss());
        putIfThere(document, "testAccuracy", model.testAccuracy());
        document.put("weightsDigest", model.weightsDigest());
        document.put("seconds", seconds);
        time.ifPresent(explanation -> document.put("time", explanation.document()));
        return document;
    }

    private Map<String, Object> data() throws IOException {
        var data = new LinkedHashMap<String, Object>();
        data.put("train", data(request.train(), identity.train()));
        if (request.test().isPresent()) {
            data.put("test", data(request.test().get(), identity.test().orElseThrow()));
        }
        return data;
    }

    private static Map<String, Object> data(LabelledData read, DataDigest content) throws IOException {
        var data = new LinkedHashMap<>(read.fingerprint());
        data.put("content", content.toString());
        return data;
    }

    private static void putIfThere(Map<String, Object> document, String name, @Nullable Double figure) {
        if (figure != null) {
            document.put(name, figure);
        }
    }

    /** Of the epochs of this attempt; nothing if an earlier one had them all. */
    Optional<Explanation> explanation(List<EpochReport> reports) {
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        var time = Timesheet.of(reports);
        int batchSize = request.settings().batchSize();
        int steps = (request.trainImages() + shards * batchSize - 1) / (shards * batchSize);
        int period = request.averaging().period() instanceof Period.Constant constant
                ? constant.localSteps()
                : (int) Math.round((double) steps * reports.size() / rounds(reports));
        return Optional.of(new Explanation(time, Verdict.of(time, steps, period)));
    }

    private static int rounds(List<EpochReport> reports) {
        return reports.stream().mapToInt(report -> report.ledger().rounds()).sum();
    }
}
