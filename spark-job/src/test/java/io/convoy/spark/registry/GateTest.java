package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.registry.Gate.Champion;
import io.convoy.spark.store.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Gate GATE = new Gate(0.85, 0.01);

    @Test
    void shouldAcceptAFirstModelThatIsGoodEnough() {
        GateDecision decision = GATE.decide(0.85, Optional.empty(), 10_000);

        assertTrue(decision.accepted());
        assertNull(decision.champion());
        assertEquals(List.of("accuracy 0.8500; there is no model in service yet"), decision.reasons());
    }

    @Test
    void shouldRejectAModelBelowTheMinimum() {
        GateDecision decision = GATE.decide(0.8499, Optional.empty(), 10_000);

        assertFalse(decision.accepted());
        assertEquals(List.of("accuracy 0.8499 is below the minimum of 0.8500"), decision.reasons());
    }

    @Test
    void shouldRejectAModelMuchWorseThanTheChampion() {
        GateDecision decision = GATE.decide(0.88, Optional.of(new Champion(3, 0.9)), 10_000);

        assertFalse(decision.accepted());
        assertEquals(
                List.of("accuracy 0.8800 is 0.0200 below version 3 with 0.9000; at most 0.0100 is allowed"),
                decision.reasons());
    }

    @Test
    void shouldGiveEveryReason() {
        assertEquals(
                2,
                GATE.decide(0.5, Optional.of(new Champion(3, 0.9)), 10_000)
                        .reasons()
                        .size());
    }

    @Test
    void shouldAcceptASmallDropAndABetterModel() {
        assertTrue(GATE.decide(0.895, Optional.of(new Champion(3, 0.9)), 10_000).accepted());
        assertTrue(GATE.decide(0.95, Optional.of(new Champion(3, 0.9)), 10_000).accepted());
    }

    @Test
    void shouldReadItsDecisionBackFromJson() throws IOException {
        GateDecision first = GATE.decide(0.85, Optional.empty(), 10_000);
        GateDecision second = GATE.decide(0.88, Optional.of(new Champion(3, 0.9)), 10_000);

        assertEquals(first, Json.parse(Json.bytes(first), GateDecision.class));
        assertEquals(second, Json.parse(Json.bytes(second), GateDecision.class));
    }

    @Test
    void shouldRefuseWhatIsNoFraction() {
        assertThrows(IllegalArgumentException.class, () -> new Gate(1.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Gate(0, -0.1));
        assertThrows(IllegalArgumentException.class, () -> GATE.decide(Double.NaN, Optional.empty(), 1));
        assertThrows(IllegalArgumentException.class, () -> new Champion(1, Double.NaN));
    }
}
