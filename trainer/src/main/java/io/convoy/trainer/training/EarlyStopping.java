package io.convoy.trainer.training;

import io.convoy.trainer.averaging.BestEpoch;
import io.convoy.trainer.averaging.TrainingState;
import java.io.Serializable;

/**
 * Ends a run that no longer gets better on images set aside, and keeps the weights of its best epoch: Prechelt, "Early
 * stopping – but when?" (1998), by its third criterion.
 *
 * @param patience so many epochs in a row may bring nothing better
 */
public record EarlyStopping(int patience) implements Serializable {

    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("expected patience ≥ 1 but found " + patience);
        }
    }

    /** The state with its own epoch as the best one, if it is. */
    public TrainingState observe(TrainingState state, Evaluation validation) {
        double accuracy = validation.accuracy();
        double loss = validation.meanLoss();
        boolean better =
                state.best().map(best -> best.isBeatenBy(accuracy, loss)).orElse(true);
        return better ? state.withBest(new BestEpoch(state.epochs(), accuracy, loss, state.measuredWeights())) : state;
    }

    /** Whether the run is over after this state. */
    public boolean endsAt(TrainingState state) {
        return state.best()
                .map(best -> state.epochs() - best.epoch() >= patience)
                .orElse(false);
    }
}
