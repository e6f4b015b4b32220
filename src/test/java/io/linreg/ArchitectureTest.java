package io.linreg;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Data flows one way, and imports follow it. */
@AnalyzeClasses(packages = "io.linreg", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final List<String> LAYERS =
            List.of("base", "data", "backend", "solver", "inference", "model", "export", "report", "bench", "cli");

    @ArchTest
    static void aLayerImportsOnlyEarlierOnes(JavaClasses classes) {
        assertThat(classes).isNotEmpty();
        for (int i = 0; i < LAYERS.size(); i++) {
            String[] later = LAYERS.subList(i + 1, LAYERS.size()).stream()
                    .map(layer -> "io.linreg." + layer + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.linreg." + LAYERS.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("io.linreg.Main")
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule everyPackageIsALayer = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.linreg.Main")
            .and()
            .resideOutsideOfPackage("io.linreg.spark..")
            .should()
            .resideOutsideOfPackages(
                    LAYERS.stream().map(layer -> "io.linreg." + layer + "..").toArray(String[]::new));

    @ArchTest
    static final ArchRule onlyTheCudaBackendKnowsCuda = noClasses()
            .that()
            .resideOutsideOfPackage("io.linreg.backend.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jcuda..", "org.jcuda..");

    @ArchTest
    static final ArchRule nothingImportsTheCudaBackend = noClasses()
            .that()
            .resideOutsideOfPackage("io.linreg.backend.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.linreg.backend.cuda..");

    /** The jar has no driver: what links to one is loaded where the driver is. */
    @ArchTest
    static final ArchRule oneClassIsLinkedToADriver = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.linreg.data.sql.DuckDbBatches")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.duckdb..", "org.postgresql..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.linreg.data.sql.DuckDbBatches");

    /** Classes that are loaded by name, where the module is there. */
    private static final Set<String> VECTOR_KERNELS = Set.of(
            "io.linreg.backend.VectorKernels",
            "io.linreg.backend.VectorKernelStreams",
            "io.linreg.backend.VectorKernelStrips",
            "io.linreg.backend.VectorKernelsWide");

    @ArchTest
    static void onlyVectorKernelsKnowTheVectorApiAndNoOtherClassKnowsThem(JavaClasses classes) {
        Set<String> users = classes.stream()
                .filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .map(d -> d.getTargetClass())
                        .anyMatch(target -> target.getPackageName().startsWith("jdk.incubator.vector")
                                || VECTOR_KERNELS.contains(outermost(target))))
                .map(ArchitectureTest::outermost)
                .collect(Collectors.toSet());
        assertThat(users).isSubsetOf(VECTOR_KERNELS);
    }

    private static String outermost(JavaClass c) {
        return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c.getName());
    }

    @ArchTest
    static final ArchRule aSolverSeesNeitherDataNorDevice = noClasses()
            .that()
            .resideInAPackage("io.linreg.solver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.linreg.data..", "io.linreg.backend.cuda..");

    @ArchTest
    static final ArchRule onlyTheSparkEstimatorKnowsSpark = noClasses()
            .that()
            .resideOutsideOfPackage("io.linreg.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "io.linreg.spark..");

    @ArchTest
    static final ArchRule nothingImportsTheCommandLineButMain = noClasses()
            .that()
            .resideOutsideOfPackages("io.linreg.cli..", "io.linreg.spark..")
            .and()
            .doNotHaveFullyQualifiedName("io.linreg.Main")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.linreg.cli..");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.linreg.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyMainsExit = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.linreg.Main")
            .and()
            .doNotHaveFullyQualifiedName("io.linreg.spark.Train")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule onlyTheProgramTalksToTheTerminal = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.linreg.Main")
            .and()
            .doNotHaveFullyQualifiedName("io.linreg.spark.Train")
            .and()
            .resideOutsideOfPackage("io.linreg.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");
}
