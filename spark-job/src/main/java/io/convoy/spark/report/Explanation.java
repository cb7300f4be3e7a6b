package io.convoy.spark.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where a run's time went, and what to make of it. */
public record Explanation(Timesheet time, Verdict verdict) {

    /** The suggested {@code averageEvery}, as the option takes it. */
    public String averageEvery() {
        return verdict.averageEvery() == Verdict.EPOCH ? "epoch" : Integer.toString(verdict.averageEvery());
    }

    /** For {@code run.json}. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("firstEpoch", time.firstEpoch());
        document.put("lastEpoch", time.lastEpoch());
        document.put("warm", time.warm());
        document.put("cores", time.cores());
        document.put("rounds", time.rounds());
        document.put("seconds", time.seconds());
        document.put("phases", time.phases());
        document.put("evaluation", time.evaluation());
        document.put("writing", time.writing());
        document.put("checkpoint", time.checkpoint());
        document.put("verdict", verdict.findings());
        document.put("suggestedShards", verdict.shards());
        document.put("suggestedAverageEvery", averageEvery());
        return document;
    }
}
