package io.convoy.trainer.training;

import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Role;
import io.convoy.trainer.optim.DecayedParameters;
import io.convoy.trainer.optim.ParameterRange;
import java.util.ArrayList;
import java.util.List;

/** The parameters that learn by gradients, by the roles of their tensors. */
public final class LearnedParameters {

    private LearnedParameters() {}

    /** In order, neighbours that are treated alike as one range; statistics are in none. */
    public static List<ParameterRange> of(Network network, DecayedParameters decayed) {
        var ranges = new ArrayList<ParameterRange>();
        for (var step : network.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                var tensor = step.tensors().get(t);
                int from = step.offsets().get(t);
                boolean decays = decayed == DecayedParameters.ALL || tensor.role() == Role.WEIGHT;
                if (tensor.role() != Role.STATISTIC) {
                    add(ranges, new ParameterRange(from, from + tensor.size(), decays));
                }
            }
        }
        return List.copyOf(ranges);
    }

    private static void add(List<ParameterRange> ranges, ParameterRange next) {
        int last = ranges.size() - 1;
        if (last >= 0
                && ranges.get(last).to() == next.from()
                && ranges.get(last).decays() == next.decays()) {
            ranges.set(last, new ParameterRange(ranges.get(last).from(), next.to(), next.decays()));
        } else {
            ranges.add(next);
        }
    }
}
