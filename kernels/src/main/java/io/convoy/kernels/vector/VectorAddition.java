package io.convoy.kernels.vector;

import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Addition;
import jdk.incubator.vector.FloatVector;

/** Whole vectors, then what is left one by one. */
final class VectorAddition implements Addition {

    @Override
    public void add(float[] term, int termOffset, float[] sum, int sumOffset, int length) {
        int i = 0;
        for (; i <= length - LENGTH; i += LENGTH) {
            FloatVector.fromArray(FLOATS, sum, sumOffset + i)
                    .add(FloatVector.fromArray(FLOATS, term, termOffset + i))
                    .intoArray(sum, sumOffset + i);
        }
        for (; i < length; i++) {
            sum[sumOffset + i] += term[termOffset + i];
        }
    }
}
