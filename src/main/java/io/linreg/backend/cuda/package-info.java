/** NVIDIA GPUs. The only package that may know CUDA. */
package io.linreg.backend.cuda;
