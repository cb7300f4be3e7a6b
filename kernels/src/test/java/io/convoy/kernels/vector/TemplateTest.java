package io.convoy.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

class TemplateTest {

    interface Scale {
        int of(int value);
    }

    static final class ConstantScale implements Scale {

        private static final int FACTOR = Template.constant(MethodHandles.lookup(), 0);
        private static final int SUMMAND = Template.constant(MethodHandles.lookup(), 1);

        @Override
        public int of(int value) {
            return FACTOR * value + SUMMAND;
        }
    }

    private static Scale scale(int factor, int summand) {
        return Template.instance(Scale.class, ConstantScale.class, scale -> scale.of(1), factor, summand);
    }

    @Test
    void shouldGiveEachCopyItsOwnConstants() {
        var first = scale(3, 1);
        var second = scale(5, 2);
        assertEquals(31, first.of(10));
        assertEquals(52, second.of(10));
        assertNotSame(first.getClass(), second.getClass());
    }

    @Test
    void shouldDefineOneCopyForTheSameConstants() {
        assertSame(scale(7, 1), scale(7, 1));
    }
}
