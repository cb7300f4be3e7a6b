package io.convoy.spark.checkpoint;

import io.convoy.spark.store.Json;
import io.convoy.spark.store.TornDocumentException;
import io.convoy.trainer.averaging.BestEpoch;
import io.convoy.trainer.averaging.TrainingState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a checkpoint: the header's length as 4 little-endian bytes, the header in JSON, then weights, optimiser
 * state, outer state, the weights' average where there is one and the best epoch's weights where there is one as
 * little-endian floats.
 */
final class CheckpointFile {

    private static final String FORMAT = "convoy-checkpoint-2";

    /** What stands before the floats. */
    private record Header(
            String format,
            int epochs,
            int weights,
            int optimiserState,
            int outerState,
            @Nullable Boolean average,
            @Nullable Best best,
            TreeMap<String, String> identity,
            List<String> metrics) {

        /** Checkpoints from before there were averages do not tell. */
        boolean hasAverage() {
            return Boolean.TRUE.equals(average);
        }
    }

    /** The best epoch without its weights, of which there are as many as of the others. */
    private record Best(int epoch, double accuracy, double loss) {

        static Best of(BestEpoch epoch) {
            return new Best(epoch.epoch(), epoch.accuracy(), epoch.loss());
        }
    }

    private CheckpointFile() {}

    static byte[] toBytes(Checkpoint checkpoint) {
        var state = checkpoint.state();
        var header = Json.line(new Header(
                        FORMAT,
                        state.epochs(),
                        state.weights().length,
                        state.optimiserState().length,
                        state.outerState().length,
                        state.average().isPresent() ? true : null,
                        state.best().map(Best::of).orElse(null),
                        new TreeMap<>(checkpoint.identity()),
                        checkpoint.metrics()))
                .getBytes(StandardCharsets.UTF_8);
        var average = state.average().orElse(new float[0]);
        var bestWeights = state.best().map(BestEpoch::weights).orElse(new float[0]);
        long floats = (long) state.weights().length
                + state.optimiserState().length
                + state.outerState().length
                + average.length
                + bestWeights.length;
        long length = Integer.BYTES + header.length + floats * Float.BYTES;
        var bytes = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(header.length).put(header);
        for (var values : List.of(state.weights(), state.optimiserState(), state.outerState(), average, bestWeights)) {
            for (float value : values) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException if these are not the bytes of a checkpoint */
    static Checkpoint parse(byte[] content) {
        var bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (headerLength < 0 || headerLength > bytes.remaining()) {
            throw new IllegalArgumentException("it is cut short");
        }
        var json = new byte[headerLength];
        bytes.get(json);
        var header = header(json);
        long sets = 1L + (header.hasAverage() ? 1 : 0) + (header.best == null ? 0 : 1);
        long floats = sets * header.weights + header.optimiserState + header.outerState;
        if (Math.min(header.weights, Math.min(header.optimiserState, header.outerState)) < 0
                || bytes.remaining() != floats * Float.BYTES) {
            throw new IllegalArgumentException(
                    "its header tells of " + floats + " floats but " + bytes.remaining() + " bytes follow");
        }
        var state = new TrainingState(
                header.epochs,
                floats(bytes, header.weights),
                floats(bytes, header.optimiserState),
                floats(bytes, header.outerState));
        if (header.hasAverage()) {
            state = state.withAverage(floats(bytes, header.weights));
        }
        if (header.best != null) {
            state = state.withBest(new BestEpoch(
                    header.best.epoch, header.best.accuracy, header.best.loss, floats(bytes, header.weights)));
        }
        return new Checkpoint(state, header.identity, header.metrics);
    }

    private static Header header(byte[] json) {
        try {
            var header = Json.parse(json, Header.class);
            if (!FORMAT.equals(header.format) || header.identity == null || header.metrics == null) {
                throw new IllegalArgumentException("it is not in the format " + FORMAT);
            }
            return header;
        } catch (TornDocumentException malformed) {
            throw new IllegalArgumentException("its header is not JSON of a checkpoint", malformed);
        }
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        var values = new float[count];
        bytes.asFloatBuffer().get(values);
        bytes.position(bytes.position() + count * Float.BYTES);
        return values;
    }
}
