package io.convoy.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.convoy.spark.round.RoundPhases;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each case is ten warm epochs. */
class VerdictTest {

    private static final int STEPS = 400;

    @Test
    void shouldFindNothingToMend() {
        expect(
                time(2, 2).compute(8.8, 8.8, 8.7, 17.5).overhead(0.4).evaluation(0.8),
                "88 % of the time is compute: on 2 cores neither other shards nor another averaging period would gain"
                        + " much.");
    }

    @Test
    void shouldNotJudgeWarmingUp() {
        var cold = time(2, 2).compute(1, 1, 1, 2).overhead(9).sheet(10, false);

        assertEquals(
                List.of("Too short to judge: the JVMs were still warming up."),
                Verdict.of(cold, STEPS, Verdict.EPOCH).findings());
    }

    @Test
    void shouldSuggestOneShardForEachCoreWhereMoreCostMuch() {
        expect(
                time(200, 8).compute(3.9, 0.2, 0.15, 31.2).overhead(6.1),
                8,
                "61 % of the time is not compute: fewer shards would be as fast or faster, such as 8, one for each"
                        + " core.");
    }

    @Test
    void shouldSuggestFewerShardsWhereTheyWouldTakeNoLonger() {
        expect(
                time(8, 8).compute(0.5, 0.5, 0.5, 4).overhead(9.5),
                3,
                "95 % of the time is not compute: 3 shards would hardly take longer.");
    }

    @Test
    void shouldAdmitThatNothingHelpsFewImages() {
        expect(
                time(2, 2).compute(4, 4, 4, 8).overhead(6),
                "60 % of the time is not compute, which one average an epoch cannot lessen: the images are few for a"
                        + " cluster.");
    }

    @Test
    void shouldSuggestALongerPeriod() {
        var sheet = time(2, 2).compute(7.5, 7.5, 7.5, 15).overhead(2.5).sheet(500, true);
        var verdict = Verdict.of(sheet, STEPS, 8);

        assertEquals(
                List.of("50 rounds an epoch cost 25 % of the time besides computing: averaging every 54 instead of"
                        + " every 8 batches would take 21 % less time."),
                verdict.findings());
        assertEquals(54, verdict.averageEvery());
        assertEquals(2, verdict.shards());
    }

    @Test
    void shouldSuggestNoPeriodBeyondAnEpoch() {
        var sheet = time(2, 2).compute(1, 1, 1, 2).overhead(9).sheet(20, true);
        var verdict = Verdict.of(sheet, STEPS, 200);

        assertEquals(
                List.of("2 rounds an epoch cost 90 % of the time besides computing: averaging once an epoch instead of"
                        + " every 200 batches would take 45 % less time."),
                verdict.findings());
        assertEquals(Verdict.EPOCH, verdict.averageEvery());
    }

    @Test
    void shouldSuggestShardsForIdleCores() {
        expect(
                time(2, 4).compute(9, 9, 9, 18).overhead(0.2).evaluation(0.8),
                4,
                "2 cores are without a shard: 4 shards could take up to 43 % less time.");
    }

    @Test
    void shouldSuggestOnlyAsManyShardsAsTheRoundsCostAllows() {
        expect(
                time(1, 100).compute(9, 9, 9, 9).overhead(0.9).evaluation(0.1),
                3,
                "99 cores are without a shard: 3 shards could take up to 42 % less time.");
    }

    @Test
    void shouldNotSuggestShardsForIdleCoresWhereRoundsCostMore() {
        expect(
                time(2, 4).compute(5, 5, 5, 10).overhead(5),
                "50 % of the time is not compute, which one average an epoch cannot lessen: the images are few for a"
                        + " cluster.");
    }

    @Test
    void shouldSuggestEvenWaves() {
        expect(
                time(3, 2).compute(9.5, 4.75, 4.75, 14.25).overhead(0.5),
                2,
                "3 shards on 2 cores leave cores idle for 24 % of the time: 2 would not.");
    }

    @Test
    void shouldNameStragglers() {
        expect(
                time(4, 4).compute(9, 9, 6.5, 28.5).overhead(1 - 0.01).evaluation(0.01),
                "The slowest shard takes 1.4 times as long as the median one, though all have as many images: its core"
                        + " is slower, or shared with others.");
    }

    @Test
    void shouldNotTakeStragglersForUnevenWaves() {
        expect(
                time(5, 2).compute(9.5, 8, 1, 12).overhead(0.5),
                "The slowest shard takes 8.0 times as long as the median one, though all have as many images: its core"
                        + " is slower, or shared with others.");
    }

    @Test
    void shouldSuggestSpeculationOnlyWithSpareCores() {
        expect(
                time(4, 5).compute(9, 9, 4.5, 22.5).overhead(0.9).evaluation(0.1),
                "The slowest shard takes 2.0 times as long as the median one, though all have as many images: its core"
                        + " is slower, or shared with others. Spare cores could repeat its work: --conf"
                        + " spark.speculation=true.");
    }

    @Test
    void shouldNameEvaluationsAndCheckpointsTheWeightierFirst() {
        var verdict = Verdict.of(
                time(2, 2)
                        .compute(4, 4, 4, 8)
                        .overhead(0.2)
                        .evaluation(2.8)
                        .checkpoint(3)
                        .sheet(10, true),
                STEPS,
                Verdict.EPOCH);

        assertEquals(
                List.of(
                        "30 % of the time goes to the checkpoints: a larger --checkpoint-every would save some of it.",
                        "28 % of the time goes to the evaluations: a larger --evaluate-every would save some of it."),
                verdict.findings());
        assertFalse(verdict.changed());
    }

    @Test
    void shouldNotMindCheckpointsThatAreWrittenWhileShardsCompute() {
        var time = time(2, 2).compute(9, 9, 9, 18).checkpoint(3).sheet(10, true);
        var beside = new Timesheet(2, 11, true, 10, 2, 2, time.phases(), time.evenCompute(), 1, 0, 3);

        assertEquals(
                List.of("90 % of the time is compute: on 2 cores neither other shards nor another averaging period"
                        + " would gain much."),
                Verdict.of(beside, STEPS, Verdict.EPOCH).findings());
    }

    private static void expect(Times times, String finding) {
        expect(times, times.shards, finding);
    }

    private static void expect(Times times, int shards, String finding) {
        var verdict = Verdict.of(times.sheet(10, true), STEPS, Verdict.EPOCH);

        assertEquals(List.of(finding), verdict.findings());
        assertEquals(shards, verdict.shards());
        assertEquals(Verdict.EPOCH, verdict.averageEvery());
        assertEquals(shards != times.shards, verdict.changed());
    }

    private static Times time(int shards, int cores) {
        return new Times(shards, cores, RoundPhases.NONE, 0, 0);
    }

    private record Times(int shards, int cores, RoundPhases phases, double evaluation, double checkpoint) {

        Times compute(double compute, double slowest, double median, double total) {
            return with(new RoundPhases(0, compute, slowest, median, total, 0, 0));
        }

        Times overhead(double seconds) {
            return with(new RoundPhases(seconds / 4, 0, 0, 0, 0, seconds / 2, seconds / 4));
        }

        private Times with(RoundPhases more) {
            return new Times(shards, cores, phases.plus(more), evaluation, checkpoint);
        }

        Times evaluation(double seconds) {
            return new Times(shards, cores, phases, seconds, checkpoint);
        }

        Times checkpoint(double seconds) {
            return new Times(shards, cores, phases, evaluation, seconds);
        }

        Timesheet sheet(int rounds, boolean warm) {
            return new Timesheet(
                    2,
                    11,
                    warm,
                    rounds,
                    shards,
                    cores,
                    phases,
                    phases.computeTotal() / cores,
                    evaluation,
                    checkpoint,
                    checkpoint);
        }
    }
}
