package io.linreg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.linreg.base.LinregException;
import io.linreg.data.Design;
import io.linreg.data.InputColumn;
import io.linreg.data.Term;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever stands in a model file: it is a model, or it is refused in one line. */
class ModelFilePropertiesTest {
    private Path file;
    private byte[] plain;
    private byte[] encoded;

    @BeforeProperty
    void writeModels() throws IOException {
        file = Files.createTempFile("model", ".json");
        new LinearModel(
                        List.of("a", "b \"quoted\", \u00fc"),
                        "y",
                        new double[] {1.5, -2e-300},
                        3,
                        Map.of("settings", Map.of("solver", "gd")))
                .save(file);
        plain = Files.readAllBytes(file);
        Design design = new Design(
                List.of(
                        new InputColumn.Numeric("a", 1.25),
                        new InputColumn.Categorical("c", List.of("x", "y", "\u00fc"), "y")),
                List.of(
                        Term.column("a"),
                        Term.column("c=y"),
                        Term.power("a", 3),
                        Term.interaction(List.of("c=\u00fc", "a"))));
        new LinearModel(design, "y", new double[] {1.5, -2e-300, 4, 5}, 3, Map.of()).save(file);
        encoded = Files.readAllBytes(file);
    }

    @AfterProperty
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** A byte in another's place, one too many, one too few. */
    record Damage(int kind, int place, byte value) {
        byte[] done(byte[] to) {
            int at = place % to.length;
            String text = new String(to, StandardCharsets.ISO_8859_1);
            String before = text.substring(0, at);
            String put = kind == 2 ? "" : String.valueOf((char) (value & 0xFF));
            String after = text.substring(Math.min(text.length(), at + (kind == 1 ? 0 : 1)));
            return (before + put + after).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    @Provide
    Arbitrary<Damage> damage() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 1 << 20),
                        Arbitraries.bytes())
                .as(Damage::new);
    }

    @Property(tries = 1500)
    void damagedFilesAreModelsOrRefused(
            @ForAll @Size(min = 1, max = 6) List<@From("damage") Damage> damages, @ForAll boolean withDesign)
            throws IOException {
        byte[] content = withDesign ? encoded : plain;
        for (Damage damage : damages) {
            content = content.length == 0 ? content : damage.done(content);
        }
        requireModelOrRefusal(content);
    }

    @Property(tries = 500)
    void anythingElseIsRefused(@ForAll byte[] content) throws IOException {
        requireModelOrRefusal(content);
    }

    private void requireModelOrRefusal(byte[] content) throws IOException {
        Files.write(file, content);
        try {
            LinearModel model = LinearModel.load(file);
            assertThat(model.predict(new double[model.features().size()])).isFinite();
            model.save(file);
            assertThat(LinearModel.load(file)).isEqualTo(model);
        } catch (LinregException e) {
            assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n");
        } catch (RuntimeException e) {
            fail("not one of ours", e);
        }
    }
}
