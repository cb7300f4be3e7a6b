package io.convoy.kernels.scalar;

import io.convoy.kernels.Addition;

final class ScalarAddition implements Addition {

    @Override
    public void add(float[] term, int termOffset, float[] sum, int sumOffset, int length) {
        for (int i = 0; i < length; i++) {
            sum[sumOffset + i] += term[termOffset + i];
        }
    }
}
