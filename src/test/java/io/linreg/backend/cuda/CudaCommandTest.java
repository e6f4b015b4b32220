package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linreg.backend.cuda.SimulatedDevice.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line on the simulated device, through the real JCuda: in one process, but where a process is what is tested. */
class CudaCommandTest {
    private static SimulatedDevice device;
    private static SimulatedDevice.Shell shell;

    @BeforeAll
    static void build() {
        device = SimulatedDevice.available();
        shell = device.shell();
    }

    @AfterAll
    static void end() {
        if (shell != null) {
            shell.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"gemv, float", "gemv, double", "fused, float", "fused, double", "gram, float", "gram, double"})
    void doesTheMainJob(String gradient, String precision) {
        Outcome run = shell.cli(
                Map.of(), "--device", "0", "--gradient", gradient, "--precision", precision, "--json", "--no-fallback");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\"kind\" : \"cuda\"", "\"gradient\" : \"" + gradient + "\"")
                .contains("\"TV\" : 0.044584", "\"radio\" : 0.196497", "\"r2\" : 0.86011");
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    /** Folds, too, have their moments from the device. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--solver cd --alpha 1",
                "--cv 3 --alphas 10 --precision float",
                "--alpha 0.5 --l1-ratio 0.5 --precision double"
            })
    void penaltiesAreThoseOfTheCpu(String options) {
        Outcome onDevice = shell.cli(Map.of(), ("--device 0 --no-fallback --json " + options).split(" ", -1));
        Outcome onCpu = shell.cli(Map.of(), ("--device cpu --json " + options).split(" ", -1));

        assertThat(onDevice.err()).isEqualTo(onCpu.err());
        assertThat(onDevice.out()).contains("\"kind\" : \"cuda\"");
        double digits = options.contains("float") ? 1e-6 : 1e-11;
        for (String key : List.of("TV", "radio", "newspaper", "intercept", "alpha")) {
            double expected = lastNumber(onCpu.out(), key);
            assertThat(lastNumber(onDevice.out(), key))
                    .as(key)
                    .isEqualTo(expected, within(digits * Math.abs(expected)));
        }
        assertThat(onDevice.seen().refused()).isEmpty();
        assertThat(onDevice.seen().alive()).isEmpty();
    }

    /** X is uploaded once, and each target has the model that it has alone. */
    @ParameterizedTest
    @CsvSource({
        "gemv, float, 3, cublasSgemm_v2",
        "gemv, double, 3, cublasDgemm_v2",
        "fused, float, 5, cuGraphLaunch",
        "gemv, double, 80, cublasDgemm_v2"
    })
    void targetsOfTheSameRowsAreTrainedTogether(
            String gradient, String precision, int features, String call, @TempDir Path folder) throws IOException {
        Path data = folder.resolve("data.csv");
        Path log = folder.resolve("log");
        Files.writeString(data, table(features == 80 ? 200 : 9000, features));
        List<String> options = List.of(
                data.toString(),
                "--device",
                "0",
                "--gradient",
                gradient,
                "--precision",
                precision,
                "--epochs",
                "20",
                "--json",
                "--no-fallback");
        Outcome both = shell.cli(Map.of("LOG", log.toString()), with(options, "--target", "u,v"));
        Outcome u = shell.cli(Map.of(), with(options, "--target", "u", "--drop", "v"));
        Outcome v = shell.cli(Map.of(), with(options, "--target", "v", "--drop", "u"));

        assertThat(both.err()).isEmpty();
        assertThat(both.exitCode()).isZero();
        String ofV = both.out().substring(both.out().lastIndexOf("\"coefficients\""));
        double digits = precision.equals("float") ? 1e-5 : 1e-11;
        for (String key : List.of("x0", "x1", "intercept", "final")) {
            double expected = number(u.out(), key);
            assertThat(number(both.out(), key)).as("u " + key).isEqualTo(expected, within(digits * 10));
        }
        for (String key : List.of("x0", "x1", "intercept")) {
            assertThat(number(ofV, key)).as("v " + key).isEqualTo(number(v.out(), key), within(digits * 10));
        }
        List<String> calls = Files.readAllLines(log).stream()
                .map(line -> line.split(" ", -1)[1])
                .toList();
        assertThat(calls).contains(call).doesNotContain("cublasSgemv_v2", "cublasDgemv_v2");
        assertThat(both.seen().refused()).isEmpty();
        assertThat(both.seen().alive()).isEmpty();
    }

    /** Rows that do not fit, or of several devices, are brought for one target after another. */
    @ParameterizedTest
    @CsvSource({"MEMORY, 60000, 0", "DEVICES, 2, '0,1'"})
    void targetsThatCannotShareAreTrainedOneAfterAnother(
            String setting, String value, String devices, @TempDir Path folder) throws IOException {
        Path data = Files.writeString(folder.resolve("data.csv"), table(2000, 3));
        List<String> options = List.of(
                data.toString(), "--target", "u,v", "--epochs", "20", "--precision", "double", "--json", "--gradient");
        Outcome apart = shell.cli(Map.of(setting, value), with(options, "fused", "--device", devices, "--no-fallback"));
        Outcome cpu = shell.cli(Map.of(), with(options, "fused", "--device", "cpu"));

        assertThat(apart.err()).isEmpty();
        assertThat(apart.exitCode()).isZero();
        assertThat(apart.out()).contains("\"kind\" : \"cuda\"");
        for (String key : List.of("x0", "x1", "intercept")) {
            assertThat(number(apart.out(), key)).as(key).isEqualTo(number(cpu.out(), key), within(1e-10));
            assertThat(lastNumber(apart.out(), key)).as(key).isEqualTo(lastNumber(cpu.out(), key), within(1e-10));
        }
        assertThat(apart.seen().refused()).isEmpty();
        assertThat(apart.seen().alive()).isEmpty();
    }

    private static String table(int rows, int features) {
        StringBuilder csv = new StringBuilder("u,v");
        for (int j = 0; j < features; j++) {
            csv.append(",x").append(j);
        }
        for (int i = 0; i < rows; i++) {
            csv.append('\n').append(3 + i % 7 - i % 5 * 0.5).append(',').append(20 - i % 11 + i % 3 * 0.25);
            for (int j = 0; j < features; j++) {
                csv.append(',').append((i * (j + 3L) + i / 7 * (long) j) % 13);
            }
        }
        return csv.append('\n').toString();
    }

    private static String[] with(List<String> options, String... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static double lastNumber(String json, String key) {
        return number(json.substring(json.lastIndexOf("\"" + key + "\" : ")), key);
    }

    /** The same model as on the CPU: rows shuffled, residuals clipped, or neither. */
    @ParameterizedTest
    @CsvSource({
        "--solver sgd --epochs 30, float",
        "--solver sgd --epochs 30 --momentum 0.9 --nesterov --batch-size 7, double",
        "--solver adam --epochs 30, float",
        "--solver adam --epochs 30 --batch-size all --gradient gram, double",
        "--solver lbfgs, float",
        "--solver lbfgs --gradient fused --early-stopping, double",
        "--solver lbfgs --loss huber, float",
        "--solver gd --loss huber --epochs 100 --gradient fused, double",
        "--solver sgd --epochs 30 --early-stopping, float"
    })
    void iterativeSolversFindWhatTheyFindOnTheCpu(String solver, String precision) {
        List<String> options = new ArrayList<>(List.of(solver.split(" ", -1)));
        options.addAll(List.of("--precision", precision, "--json", "--no-fallback", "--device", "cpu"));
        Outcome cpu = shell.cli(Map.of(), options.toArray(String[]::new));
        options.set(options.size() - 1, "0");
        Outcome cuda = shell.cli(Map.of(), options.toArray(String[]::new));
        Outcome again = shell.cli(Map.of(), options.toArray(String[]::new));

        assertThat(cuda.err()).isEmpty();
        assertThat(cuda.out()).contains("\"kind\" : \"cuda\"");
        for (String key : List.of("TV", "radio", "newspaper", "intercept", "final")) {
            assertThat(number(cuda.out(), key))
                    .as(key)
                    .isCloseTo(
                            number(cpu.out(), key), Percentage.withPercentage(precision.equals("float") ? 1e-2 : 1e-6));
            assertThat(number(again.out(), key)).isEqualTo(number(cuda.out(), key));
        }
        assertThat(cuda.seen().refused()).isEmpty();
        assertThat(cuda.seen().alive()).isEmpty();
    }

    /** Rows of several devices, or that do not fit one, are drawn from on the CPU. */
    @Test
    void miniBatchesOfRowsThatAreApartGoToTheCpu() {
        String[] options = {"--solver", "sgd", "--epochs", "5", "--device", "0,1"};
        Outcome shared = shell.cli(Map.of("DEVICES", "2"), options);
        assertThat(shared.exitCode()).isZero();
        assertThat(shared.err()).contains("not all of them are on one device").contains("going on on the CPU");
        assertThat(shared.seen().alive()).isEmpty();

        options[options.length - 1] = "0";
        Outcome streamed = shell.cli(Map.of("MEMORY", "4096"), options);
        assertThat(streamed.exitCode()).isZero();
        assertThat(streamed.err()).contains("too little memory for all of them").contains("going on on the CPU");
        assertThat(streamed.seen().alive()).isEmpty();

        Outcome huber = shell.cli(
                Map.of("MEMORY", "4096"), "--loss", "huber", "--epochs", "5", "--device", "0", "--no-fallback");
        assertThat(huber.err()).isEmpty();
        assertThat(huber.out()).contains("rows streamed in every epoch");
        assertThat(huber.seen().alive()).isEmpty();
    }

    @Test
    void listsItsDevices() {
        Outcome run = device.cli(Map.of("DEVICES", "2"), "devices");

        assertThat(run.out()).containsPattern("cuda 0 +usable").containsPattern("cuda 1 +usable");
        assertThat(run.out()).containsPattern("cublas +usable +/.*libcublas.so.12");
        assertThat(run.seen().alive()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gemv", "fused", "gram"})
    void severalDevicesShareTheRows(String gradient) {
        Outcome one = shell.cli(Map.of(), "--device", "0", "--gradient", gradient, "--json");
        Outcome two = shell.cli(
                Map.of("DEVICES", "3"), "--device", "2,0", "--gradient", gradient, "--epochs", "100", "--json");

        assertThat(two.err()).isEmpty();
        assertThat(two.out())
                .contains("\"kind\" : \"cuda\"", "\"index\" : 2", "\"device\" : \"2,0\"")
                .contains("\"gradient\" : \"" + gradient + "\"");
        assertThat(number(two.out(), "after_first_epoch"))
                .isCloseTo(number(one.out(), "after_first_epoch"), Percentage.withPercentage(1e-4));
        assertThat(two.seen().refused()).isEmpty();
        assertThat(two.seen().alive()).isEmpty();
    }

    private static double number(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\" : ([-+.\\dE]+)").matcher(json);
        assertThat(found.find()).as(key + " in " + json).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void whatDoesNotFitIsStreamedAndSaid() {
        String[] options = {"--device", "0", "--epochs", "20", "--no-fallback"};
        Outcome run = shell.cli(Map.of("MEMORY", "4096"), options);
        Outcome fits = shell.cli(Map.of(), options);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("160 of 160 rows streamed in every epoch (--gradient gram reads them once)");
        assertThat(heldOut(run.out())).isEqualTo(heldOut(fits.out())).isNotEmpty();
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    private static List<String> heldOut(String report) {
        return report.lines().filter(line -> line.contains("held out")).toList();
    }

    @Test
    void gemvGivesTheSameBitsForAnyNumberOfRowsAtOnce() {
        Outcome run = device.run(Map.of(), GemvRowsProgram.class);

        assertThat(run.out().lines())
                .containsExactly(
                        "float: the same bits",
                        "double: the same bits",
                        "float: the same bits of three targets",
                        "double: the same bits of three targets");
        assertThat(run.exitCode()).isZero();
        assertThat(run.seen().refused()).isEmpty();
    }

    @Test
    void namesADeviceThatIsNotThere() {
        Outcome run = device.cli(Map.of("DEVICES", "2"), "--device", "2", "--no-fallback");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .isEqualTo("error: CUDA device 2 cannot be used: there is no such device; there are devices 0 to 1");
    }

    @Test
    void autoTakesADeviceWhereThereIsOne() {
        Outcome run = device.cli(Map.of(), "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"kind\" : \"cuda\"", "\"gradient\" : \"gemv\"");
    }

    @ParameterizedTest
    @CsvSource({
        "DRIVER_VERSION, 11030, the NVIDIA driver is for CUDA 11.3; install one for CUDA 11.4 or later",
        "COMPUTE_MODE, 2, nvidia-smi -q shows its compute mode",
        "MEMORY, 1024, MB to pass through it in parts",
        "DEVICES, 0, check that nvidia-smi lists a device"
    })
    void whatCannotBeUsedIsNamedAndTheCpuGoesOn(String setting, String value, String reason) {
        Outcome run = device.cli(Map.of(setting, value), "--device", "0", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"kind\" : \"cpu\"", "\"TV\" : 0.044584");
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("warning: ")
                .contains(reason)
                .endsWith("going on on the CPU");

        Outcome strict = device.cli(Map.of(setting, value), "--device", "0", "--no-fallback");
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.err().lines()).singleElement().asString().startsWith("error: ");
    }

    @ParameterizedTest
    @CsvSource({
        "cublasCreate_v2, 999, starting (CUBLAS_STATUS_NOT_INITIALIZED); install a cuBLAS that is for this driver",
        "cublasCreate_v2, 2, starting (CUBLAS_STATUS_ALLOC_FAILED); free memory on the device",
        "cublasSetStream_v2, 999, taking a stream (CUBLAS_STATUS_EXECUTION_FAILED); --gradient fused goes without"
    })
    void whereNoCublasWorksOurOwnKernelDoesAndIsSaid(String call, String error, String reason) {
        Outcome run = device.cli(Map.of("FAIL_AT", call, "FAIL_WITH", error), "--device", "0", "--epochs", "50");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("own GEMV (cuBLAS failed " + reason, "held out     4.40212");
        assertThat(run.seen().alive()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"160, 3, float", "160, 3, double", "5000, 20, float", "5000, 20, double"})
    void benchChecksItsAnswersAndMeasuresReading(String rows, String features, String precision) {
        Outcome run = shell.cli(
                Map.of("MEMORY", "20000000"),
                "bench",
                "--device",
                "0",
                "--rows",
                rows,
                "--features",
                features,
                "--epochs",
                "5",
                "--gradient",
                "gemv,fused,gram",
                "--precision",
                precision,
                "--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("(?s)gemv.*fused.*gram")
                .containsPattern("\"read_gigabytes_per_second\" : \\d")
                .contains("\"kind\" : \"cuda\"");
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    @Test
    void benchMeasuresReadingOfADeviceThatTheDataFills() {
        Outcome run = shell.cli(
                Map.of("MEMORY", "6000000"),
                "bench --device 0 --rows 20000 --features 70 --epochs 2 --gradient fused --json".split(" ", -1));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("\"read_gigabytes_per_second\" : \\d");
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    @Test
    void benchTimesSeveralTargets() {
        Outcome run = shell.cli(
                Map.of("MEMORY", "20000000"),
                "bench --device 0 --rows 3000 --features 5 --epochs 5 --gradient gemv,fused --targets 3 --json"
                        .split(" ", -1));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"targets\" : 3").containsPattern("(?s)gemv.*fused");
        assertThat(run.seen().refused()).isEmpty();
        assertThat(run.seen().alive()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuEventCreate", "cuEventRecord", "cuEventElapsedTime", "cuLaunchKernel:9"})
    void aDeviceThatFailsInABenchmarkLeavesNoTimeAndNothingAlive(String call) {
        Outcome run = shell.cli(
                Map.of("MEMORY", "20000000", "FAIL_AT", call),
                "bench",
                "--device",
                "0",
                "--rows",
                "160",
                "--features",
                "3");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().startsWith("error: CUDA failed");
        assertThat(run.seen().alive()).isEmpty();
    }
}
