package io.linreg.backend.cuda;

import io.linreg.backend.Backend;
import io.linreg.backend.BackendProvider;
import io.linreg.backend.DeviceUnavailableException;
import java.util.ArrayList;
import java.util.List;

/** Finds NVIDIA GPUs. */
public final class CudaProvider implements BackendProvider {
    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try {
            List<String> devices = CudaContext.descriptions();
            for (int i = 0; i < devices.size(); i++) {
                findings.add(new Finding("cuda " + i, true, devices.get(i)));
            }
            findings.add(new Finding("cublas", CublasLibrary.isUsable(), CublasLibrary.detail()));
            if (devices.isEmpty()) {
                findings.add(new Finding("cuda", false, "the driver finds no device; check CUDA_VISIBLE_DEVICES"));
            }
        } catch (DeviceUnavailableException e) {
            findings.add(new Finding("cuda", false, e.getMessage()));
        }
        return findings;
    }

    @Override
    public int devices() {
        try {
            return CudaContext.deviceCount();
        } catch (DeviceUnavailableException e) {
            return 0;
        }
    }

    @Override
    public Backend open(int index) {
        try {
            return new CudaBackend(index);
        } catch (DeviceUnavailableException e) {
            throw new DeviceUnavailableException("CUDA device " + index + " cannot be used: " + e.getMessage());
        }
    }
}
