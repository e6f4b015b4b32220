package io.linreg.backend.cuda;

import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

final class SimulatedProgram {
    private SimulatedProgram() {}

    public static void main(String[] args) {
        JCudaDriver.setExceptionsEnabled(true);
        JCudaDriver.cuInit(0);
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, 1);
        CUcontext context = new CUcontext();
        JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
        JCudaDriver.cuCtxSetCurrent(context);
        CUdeviceptr memory = new CUdeviceptr();
        JCudaDriver.cuMemAlloc(memory, 4L * Sizeof.FLOAT);
        JCudaDriver.cuMemcpyHtoD(memory, Pointer.to(new float[] {1, 2, 3, 4}), 4L * Sizeof.FLOAT);
        float[] back = new float[4];
        JCudaDriver.cuMemcpyDtoH(Pointer.to(back), memory, 4L * Sizeof.FLOAT);
        JCudaDriver.cuMemFree(memory);
        JCudaDriver.cuDevicePrimaryCtxRelease(device);
        System.out.println(back[3]);
    }
}
