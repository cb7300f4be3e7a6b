package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31", "20260131T020000", "manual_1.2", "a"})
    void shouldAllowDatesAndNames(String value) {
        assertEquals(value, new RunId(value).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "2026-01-31T02:00:00", " a", "a\n", "-a", "é"})
    void shouldRefuseWhatIsNoPlainFolderName(String value) {
        String message = assertThrows(IllegalArgumentException.class, () -> new RunId(value))
                .getMessage();

        assertTrue(message.startsWith("run id '" + value + "' is not allowed"), message);
    }
}
