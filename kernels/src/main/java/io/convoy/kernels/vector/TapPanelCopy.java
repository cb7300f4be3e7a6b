package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.PanelTile4x5.TAPS;
import static io.convoy.kernels.vector.Species.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link Template} of a {@link PanelCopy} of five taps, without constants. */
final class TapPanelCopy implements PanelCopy {

    @Override
    public void run(
            int count,
            int[] positions,
            int first,
            float[] input,
            int from,
            int[] taps,
            int firstTap,
            float[] panel,
            int to) {
        int x0 = from + taps[firstTap];
        int x1 = from + taps[firstTap + 1];
        int x2 = from + taps[firstTap + 2];
        int x3 = from + taps[firstTap + 3];
        int x4 = from + taps[firstTap + 4];
        for (int p = 0; p < count; p++) {
            int x = positions[first + p];
            int at = to + p * TAPS * COUNT;
            FloatVector.fromArray(FLOATS, input, x0 + x).intoArray(panel, at);
            FloatVector.fromArray(FLOATS, input, x1 + x).intoArray(panel, at + COUNT);
            FloatVector.fromArray(FLOATS, input, x2 + x).intoArray(panel, at + 2 * COUNT);
            FloatVector.fromArray(FLOATS, input, x3 + x).intoArray(panel, at + 3 * COUNT);
            FloatVector.fromArray(FLOATS, input, x4 + x).intoArray(panel, at + 4 * COUNT);
        }
    }
}
