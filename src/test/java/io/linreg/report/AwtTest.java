package io.linreg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.base.LinregException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwtTest {
    /** Prints what it is told, in a Java of its own. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            try {
                Awt.require();
                System.out.print("fine");
            } catch (LinregException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void worksHere() {
        Awt.require();
        assertThat(System.getProperty("java.awt.headless")).isEqualTo("true");
    }

    @Test
    void aJavaWithoutGraphicsIsToldApart() throws Exception {
        assertThat(run("--limit-modules", "java.base"))
                .startsWith("cannot draw plots")
                .contains("install")
                .doesNotContain("\n");
    }

    @Test
    void theSameProgramWorksWithGraphics() throws Exception {
        assertThat(run("-Xshare:auto")).isEqualTo("fine");
    }

    @Test
    void theFailureKeepsItsCause() {
        LinregException failure = Awt.unusable(new InternalError(new RuntimeException("Fontconfig head is null\n")));
        assertThatThrownBy(() -> {
                    throw failure;
                })
                .hasMessageContaining("Fontconfig head is null")
                .hasMessageContaining("fontconfig fonts-dejavu-core")
                .hasCauseInstanceOf(InternalError.class)
                .message()
                .doesNotContain("\n");
    }

    private static String run(String... options) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(options));
        String classes = location(Awt.class) + File.pathSeparator + location(Program.class);
        command.addAll(List.of("-cp", classes, Program.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
