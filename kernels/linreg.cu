// The module: every kernel, in one translation unit.
#include "fused.cu"
#include "gemv.cu"
#include "gram.cu"
#include "step.cu"
