package io.linreg.backend;

import io.linreg.base.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The backends of this program. */
public final class Backends {
    private Backends() {}

    /** All devices and libraries that were looked for. */
    public static List<BackendProvider.Finding> findings() {
        List<BackendProvider.Finding> findings = new ArrayList<>();
        findings.add(new BackendProvider.Finding("cpu", true, new CpuBackend().describe()));
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            findings.addAll(provider.findings());
        }
        return findings;
    }

    /** Whether a choice leads to the CPU, as there is no other hardware or none is wanted. Cheap: it opens nothing. */
    public static boolean isCpu(DeviceChoice choice) {
        return choice.equals(DeviceChoice.CPU)
                || ServiceLoader.load(BackendProvider.class).stream()
                        .allMatch(provider -> provider.get().devices() == 0);
    }

    static Backend open(DeviceChoice choice) {
        if (choice.auto()) {
            return openAny();
        }
        if (choice.cuda().isEmpty()) {
            return new CpuBackend();
        }
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            return open(provider, choice.cuda());
        }
        throw new DeviceUnavailableException("this build has no CUDA backend");
    }

    private static Backend open(BackendProvider provider, List<Integer> indices) {
        if (indices.size() == 1) {
            return provider.open(indices.get(0));
        }
        Resources opened = new Resources();
        try {
            return new CombinedBackend(indices.stream()
                    .map(index -> opened.own(provider.open(index)))
                    .toList());
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    private static Backend openAny() {
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            for (int device = 0; device < provider.devices(); device++) {
                try {
                    return provider.open(device);
                } catch (DeviceUnavailableException e) {
                    // Perhaps the next one will do; the command `devices` tells what is wrong with this one.
                }
            }
        }
        return new CpuBackend();
    }
}
