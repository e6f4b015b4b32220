// The module: every kernel, in one translation unit.
#include "exact.cu"
#include "fused.cu"
#include "gemv.cu"
#include "gram.cu"
#include "read.cu"
#include "sgd.cu"
#include "step.cu"
#include "unpack.cu"
