package io.convoy.trainer.optim;

import io.convoy.kernels.VectorMath;
import java.util.List;

/** Keeps the Euclidean norm of the whole gradient from growing: Pascanu, Mikolov and Bengio, arXiv 1211.5063. */
public final class GradientClipping {

    private GradientClipping() {}

    /**
     * Scales the gradient down, in place, so that its norm over all ranges together is at most {@code maximum}.
     *
     * @return the norm before; if that is not finite, the gradient is left as it is
     */
    public static double clip(VectorMath math, List<ParameterRange> ranges, float[] gradient, double maximum) {
        double squares = 0;
        for (var range : ranges) {
            squares += math.sumOfSquares(gradient, range.from(), range.to());
        }
        double norm = Math.sqrt(squares);
        if (norm > maximum && Double.isFinite(norm)) {
            float factor = (float) (maximum / norm);
            for (var range : ranges) {
                math.scale(gradient, range.from(), range.to(), factor);
            }
        }
        return norm;
    }
}
