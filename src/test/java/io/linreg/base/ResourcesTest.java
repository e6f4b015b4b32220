package io.linreg.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final List<String> closed = new ArrayList<>();

    private AutoCloseable resource(String name) {
        return () -> closed.add(name);
    }

    private AutoCloseable broken(String name) {
        return () -> {
            closed.add(name);
            throw new LinregException(name);
        };
    }

    @Test
    void theLastIsFreedFirstAndABrokenOneKeepsNoOther() {
        Resources resources = new Resources();
        resources.own(resource("a"));
        resources.own(broken("b"));
        resources.own(broken("c"));

        assertThatThrownBy(resources::close).isInstanceOf(LinregException.class).hasMessage("c");
        assertThat(closed).containsExactly("c", "b", "a");
        resources.close();
        assertThat(closed).hasSize(3);
    }

    @Test
    void aFailureIsToldBeforeWhatFailedWhileItWasClearedUp() {
        assertThatThrownBy(() -> Resources.guard(broken("a"), () -> {
                    throw new LinregException("first");
                }))
                .isInstanceOf(LinregException.class)
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("a"));
        assertThat(closed).containsExactly("a");
    }

    @Test
    void whatSucceedsFreesNothing() throws Exception {
        AutoCloseable kept = resource("a");

        boolean same = Resources.guarded(kept, r -> r == kept);

        assertThat(same).isTrue();
        assertThat(closed).isEmpty();
        kept.close();
    }
}
