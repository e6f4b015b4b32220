package io.linreg.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.linreg.backend.DeviceUnavailableException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.IntStream;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CudaFailureTest {
    private static String message(int result) {
        return catchThrowableOfType(
                        DeviceUnavailableException.class, () -> CudaFailure.check(result, "trying something"))
                .getMessage();
    }

    @Test
    void successPasses() {
        CudaFailure.check(CUresult.CUDA_SUCCESS, "trying something");
    }

    /** What a machine, its driver, or others on it may do to a user. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | OUT_OF_MEMORY | --precision float",
                "34 | STUB_LIBRARY | take its folder from LD_LIBRARY_PATH",
                "46 | DEVICE_UNAVAILABLE | name another one with --device",
                "100 | NO_DEVICE | CUDA_VISIBLE_DEVICES",
                "101 | INVALID_DEVICE | nvidia-smi lists the devices",
                "102 | DEVICE_NOT_LICENSED | license the virtual GPU",
                "200 | INVALID_IMAGE | a driver of version 470 or later",
                "209 | NO_BINARY_FOR_GPU | compute capability 6.0 or later",
                "214 | ECC_UNCORRECTABLE | nvidia-smi --gpu-reset",
                "217 | PEER_ACCESS_UNSUPPORTED | use one of them, as in --device 0",
                "218 | INVALID_PTX | a driver of version 470 or later",
                "220 | NVLINK_UNCORRECTABLE | nvidia-smi --gpu-reset",
                "221 | JIT_COMPILER_NOT_FOUND | NVIDIA_DRIVER_CAPABILITIES=compute,utility",
                "222 | UNSUPPORTED_PTX_VERSION | a driver of version 470 or later",
                "223 | JIT_COMPILATION_DISABLED | unset CUDA_DISABLE_JIT",
                "226 | 226 | nvidia-smi --gpu-reset",
                "302 | SHARED_OBJECT_SYMBOL_NOT_FOUND | install it again",
                "303 | SHARED_OBJECT_INIT_FAILED | install it again",
                "304 | OPERATING_SYSTEM | /dev/nvidia*",
                "700 | ILLEGAL_ADDRESS | NVRM: Xid",
                "701 | LAUNCH_OUT_OF_RESOURCES | use another --gradient",
                "702 | LAUNCH_TIMEOUT | a display",
                "704 | PEER_ACCESS_ALREADY_ENABLED | --device 0",
                "705 | PEER_ACCESS_NOT_ENABLED | --device 0",
                "709 | CONTEXT_IS_DESTROYED | try again",
                "710 | ASSERT | use another --gradient",
                "711 | TOO_MANY_PEERS | --device 0",
                "714 | HARDWARE_STACK_ERROR | NVRM: Xid",
                "715 | ILLEGAL_INSTRUCTION | NVRM: Xid",
                "716 | MISALIGNED_ADDRESS | NVRM: Xid",
                "717 | INVALID_ADDRESS_SPACE | NVRM: Xid",
                "718 | INVALID_PC | NVRM: Xid",
                "719 | LAUNCH_FAILED | try again, use another --gradient, or --device cpu",
                "800 | NOT_PERMITTED | this user may open /dev/nvidia*",
                "802 | SYSTEM_NOT_READY | nvidia-fabricmanager",
                "803 | SYSTEM_DRIVER_MISMATCH | restart the machine",
                "804 | COMPAT_NOT_SUPPORTED_ON_DEVICE | compatibility package",
                "805 | MPS_CONNECTION_FAILED | nvidia-cuda-mps-control -d",
                "806 | MPS_RPC_FAILURE | unset CUDA_MPS_PIPE_DIRECTORY",
                "807 | MPS_SERVER_NOT_READY | try again in a while",
                "808 | MPS_MAX_CLIENTS_REACHED | try again in a while",
                "809 | MPS_MAX_CONNECTIONS_REACHED | try again in a while",
                "810 | MPS_CLIENT_TERMINATED | try again in a while",
                "999 | UNKNOWN | restart the machine",
            })
    void whatAUserMayMeetHasACure(int result, String name, String cure) {
        assertThat(message(result))
                .startsWith("CUDA failed trying something (")
                .contains(name + "); ")
                .contains(cure);
    }

    /** Codes that JCuda knows, and some that later drivers may have. */
    static IntStream results() {
        IntStream known = Arrays.stream(CUresult.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == int.class)
                .mapToInt(CudaFailureTest::value)
                .filter(result -> result != CUresult.CUDA_SUCCESS);
        return IntStream.concat(known, IntStream.of(35, 225, 913, 12_345));
    }

    private static int value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    void everyOtherLeadsToTheCpuAtLeast(int result) {
        assertThat(message(result)).contains("(" + CUresult.stringFor(result) + ")");
        assertThat(message(result)).matches("CUDA failed trying something \\([^;]+\\); \\S.{25,}");
    }
}
