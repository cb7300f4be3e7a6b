package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Dropout;

final class ScalarDropout implements Dropout {

    private final int threshold;
    private final float scale;

    ScalarDropout(double probability) {
        threshold = Dropout.threshold(probability);
        scale = (float) (1 / (1 - probability));
    }

    @Override
    public void apply(
            int[] keys,
            int keysOffset,
            int firstElement,
            int elements,
            float[] from,
            int fromOffset,
            float[] to,
            int toOffset) {
        for (int element = 0; element < elements; element++) {
            for (int lane = 0; lane < COUNT; lane++) {
                int at = element * COUNT + lane;
                boolean keeps = Dropout.keeps(
                        keys[keysOffset + lane], keys[keysOffset + COUNT + lane], firstElement + element, threshold);
                to[toOffset + at] = keeps ? from[fromOffset + at] * scale : 0f;
            }
        }
    }
}
