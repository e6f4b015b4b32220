package io.linreg.backend;

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

    static Backend open(DeviceChoice choice) {
        if (choice.equals(DeviceChoice.CPU)) {
            return new CpuBackend();
        }
        DeviceUnavailableException reason = new DeviceUnavailableException("this build has no accelerator backend");
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            try {
                return provider.open(choice.cuda().orElse(0));
            } catch (DeviceUnavailableException e) {
                reason = e;
            }
        }
        if (choice.auto()) {
            return new CpuBackend();
        }
        throw reason;
    }
}
