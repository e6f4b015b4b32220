// A libcublas.so.12, or .13, for tests: the few functions used, as plain loops, over the simulated driver. Calls are counted,
// failed and logged together with the driver's. Only alpha and beta may be host pointers.
#include "simulated_driver.h"

#include <algorithm>
#include <string>

namespace {

enum Status : int {
  SUCCESS = 0,
  NOT_INITIALIZED = 1,
  ALLOC_FAILED = 3,
  INVALID_VALUE = 7,
  EXECUTION_FAILED = 13,
  NOT_SUPPORTED = 15
};

enum Transposition : int { AS_IS = 0, TRANSPOSED = 1 };
enum Triangle : int { LOWER = 0, UPPER = 1 };

constexpr int VERSION = 120600;

struct Handle {
  Context* context;
  Stream* stream;  // null: the default one
};

Handles<Handle>& handles() {
  static Handles<Handle>& handles = *new Handles<Handle>;
  return handles;
}

Status status(CUresult result) {
  switch (result) {
    case CUDA_SUCCESS:
      return SUCCESS;
    case CUDA_ERROR_OUT_OF_MEMORY:
      return ALLOC_FAILED;
    case CUDA_ERROR_INVALID_VALUE:
      return INVALID_VALUE;
    case CUDA_ERROR_NOT_SUPPORTED:
      return NOT_SUPPORTED;
    case CUDA_ERROR_INVALID_HANDLE:
      return NOT_INITIALIZED;
    default:
      return EXECUTION_FAILED;
  }
}

Status withHandle(const char* name, Handle* handle, const std::function<CUresult(Context&, Handle&)>& body) {
  return status(call(name, Needs::Context, [&](Context& context) {
    Handle* found = known(handles(), context, handle, "cuBLAS handle");
    return found ? body(context, *found) : CUDA_ERROR_INVALID_HANDLE;
  }));
}

/** A matrix, column by column, or a vector. */
template <class T>
struct Matrix {
  T* data;
  int64_t columnStep, rowStep;

  static Matrix of(T* data, int64_t ld, int transposition) {
    return transposition == AS_IS ? Matrix{data, ld, 1} : Matrix{data, 1, ld};
  }

  T& operator()(int64_t row, int64_t column) const { return data[row * rowStep + column * columnStep]; }
};

bool reaches(const Context& context, const void* data, size_t elements, size_t size, const char* what) {
  return elements == 0 || onDevice(context, reinterpret_cast<CUdeviceptr>(data), elements * size, what);
}

/** The elements from the first of a matrix to its last. */
size_t span(int64_t rows, int64_t columns, int64_t ld) {
  return rows == 0 || columns == 0 ? 0 : size_t(columns - 1) * ld + rows;
}

/** target := alpha * left * right + beta * target, where `within` says. With beta 0 the target is not read. */
template <class T, class Within>
void product(T alpha, Matrix<const T> left, Matrix<const T> right, T beta, Matrix<T> target, int64_t rows,
             int64_t columns, int64_t inner, Within within) {
  for (int64_t j = 0; j < columns; j++)
    for (int64_t i = 0; i < rows; i++) {
      if (!within(i, j)) continue;
      T sum = 0;
      for (int64_t k = 0; k < inner; k++) sum += left(i, k) * right(k, j);
      target(i, j) = alpha * sum + (beta == 0 ? 0 : beta * target(i, j));
    }
}

bool everywhere(int64_t, int64_t) { return true; }

/** Alpha and beta are read when the call is made; the rest when the work is done. */
template <class T>
bool readable(const T* alpha, const T* beta) {
  if (!alpha || !beta) refuse(CUDA_ERROR_INVALID_VALUE, "alpha or beta is null");
  return alpha && beta;
}

/** Checks at the call, then hands the work to the handle's stream, which checks again. */
CUresult submit(Context& context, Handle& handle, std::function<bool(const Context&)> check,
                std::function<void()> work) {
  if (!check(context)) return CUDA_ERROR_INVALID_VALUE;
  Stream* stream = streamOf(context, handle.stream);
  if (!stream) return CUDA_ERROR_INVALID_HANDLE;
  return enqueue(*stream, [=](Context& context) {
    if (!check(context)) return CUDA_ERROR_ILLEGAL_ADDRESS;
    work();
    return CUDA_SUCCESS;
  });
}

template <class T>
Status gemv(const char* name, Handle* h, int trans, int m, int n, const T* alpha, const T* a, int lda, const T* x,
            int incx, const T* beta, T* y, int incy) {
  return withHandle(name, h, [&](Context& context, Handle& handle) {
    if (!readable(alpha, beta)) return CUDA_ERROR_INVALID_VALUE;
    if (trans < 0 || trans > 2 || m < 0 || n < 0 || lda < std::max(1, m) || incx <= 0 || incy <= 0)
      return refuse(CUDA_ERROR_INVALID_VALUE, "trans %d, m %d, n %d, lda %d, incx %d, incy %d", trans, m, n, lda, incx,
                    incy);
    int rows = trans == AS_IS ? m : n, inner = trans == AS_IS ? n : m;
    auto check = [=](const Context& context) {
      return reaches(context, a, span(m, n, lda), sizeof(T), "A") &&
             reaches(context, x, span(1, inner, incx), sizeof(T), "x") &&
             reaches(context, y, span(1, rows, incy), sizeof(T), "y");
    };
    return submit(context, handle, check, [=, alpha = *alpha, beta = *beta] {
      product<T>(alpha, Matrix<const T>::of(a, lda, trans), {x, 0, incx}, beta, {y, 0, incy}, rows, 1, inner,
                 everywhere);
    });
  });
}

template <class T>
Status gemm(const char* name, Handle* h, int transa, int transb, int m, int n, int k, const T* alpha, const T* a,
            int lda, const T* b, int ldb, const T* beta, T* c, int ldc) {
  return withHandle(name, h, [&](Context& context, Handle& handle) {
    if (!readable(alpha, beta)) return CUDA_ERROR_INVALID_VALUE;
    int rowsA = transa == AS_IS ? m : k, columnsA = transa == AS_IS ? k : m;
    int rowsB = transb == AS_IS ? k : n, columnsB = transb == AS_IS ? n : k;
    if (transa < 0 || transa > 2 || transb < 0 || transb > 2 || m < 0 || n < 0 || k < 0 || lda < std::max(1, rowsA) ||
        ldb < std::max(1, rowsB) || ldc < std::max(1, m))
      return refuse(CUDA_ERROR_INVALID_VALUE, "transa %d, transb %d, m %d, n %d, k %d, lda %d, ldb %d, ldc %d", transa,
                    transb, m, n, k, lda, ldb, ldc);
    auto check = [=](const Context& context) {
      return reaches(context, a, span(rowsA, columnsA, lda), sizeof(T), "A") &&
             reaches(context, b, span(rowsB, columnsB, ldb), sizeof(T), "B") &&
             reaches(context, c, span(m, n, ldc), sizeof(T), "C");
    };
    return submit(context, handle, check, [=, alpha = *alpha, beta = *beta] {
      product<T>(alpha, Matrix<const T>::of(a, lda, transa), Matrix<const T>::of(b, ldb, transb), beta, {c, ldc, 1}, m,
                 n, k, everywhere);
    });
  });
}

template <class T>
Status syrk(const char* name, Handle* h, int triangle, int trans, int n, int k, const T* alpha, const T* a, int lda,
            const T* beta, T* c, int ldc) {
  return withHandle(name, h, [&](Context& context, Handle& handle) {
    if (!readable(alpha, beta)) return CUDA_ERROR_INVALID_VALUE;
    int rows = trans == AS_IS ? n : k, columns = trans == AS_IS ? k : n;
    if (triangle < 0 || triangle > 1 || trans < 0 || trans > 2 || n < 0 || k < 0 || lda < std::max(1, rows) ||
        ldc < std::max(1, n))
      return refuse(CUDA_ERROR_INVALID_VALUE, "uplo %d, trans %d, n %d, k %d, lda %d, ldc %d", triangle, trans, n, k,
                    lda, ldc);
    auto check = [=](const Context& context) {
      return reaches(context, a, span(rows, columns, lda), sizeof(T), "A") &&
             reaches(context, c, span(n, n, ldc), sizeof(T), "C");
    };
    auto within = [=](int64_t i, int64_t j) { return triangle == LOWER ? i >= j : i <= j; };
    return submit(context, handle, check, [=, alpha = *alpha, beta = *beta] {
      int turned = trans == AS_IS ? TRANSPOSED : AS_IS;
      product<T>(alpha, Matrix<const T>::of(a, lda, trans), Matrix<const T>::of(a, lda, turned), beta, {c, ldc, 1}, n,
                 n, k, within);
    });
  });
}

}  // namespace

extern "C" {

EXPORTED Status cublasCreate_v2(Handle** result) {
  CUresult made = call("cublasCreate_v2", Needs::NoCapture, [&](Context& context) {
    *result = added(handles(), new Handle{&context, nullptr});
    driver().cublasHandles++;
    return CUDA_SUCCESS;
  });
  return made && made != CUDA_ERROR_OUT_OF_MEMORY ? NOT_INITIALIZED : status(made);
}

EXPORTED Status cublasDestroy_v2(Handle* handle) {
  return status(release("cublasDestroy_v2", Needs::NoCapture, [&](Context& context) {
    if (!known(handles(), context, handle, "cuBLAS handle")) return CUDA_ERROR_INVALID_HANDLE;
    handles().erase(handle);
    driver().cublasHandles--;
    return CUDA_SUCCESS;
  }));
}

EXPORTED Status cublasGetVersion_v2(Handle* handle, int* version) {
  return withHandle("cublasGetVersion_v2", handle, [&](Context&, Handle&) {
    *version = VERSION;
    return CUDA_SUCCESS;
  });
}

EXPORTED Status cublasSetStream_v2(Handle* handle, Stream* stream) {
  return withHandle("cublasSetStream_v2", handle, [&](Context& context, Handle& found) {
    if (!streamOf(context, stream)) return CUDA_ERROR_INVALID_HANDLE;
    found.stream = stream;
    return CUDA_SUCCESS;
  });
}

EXPORTED Status cublasSetPointerMode_v2(Handle* handle, int mode) {
  return withHandle("cublasSetPointerMode_v2", handle, [&](Context&, Handle&) {
    return mode == 0 ? CUDA_SUCCESS : refuse(CUDA_ERROR_NOT_SUPPORTED, "only pointer mode `host` is simulated");
  });
}

EXPORTED Status cublasSetMathMode(Handle* handle, int mode) {
  return withHandle("cublasSetMathMode", handle, [&](Context&, Handle&) {
    // Default and pedantic; tensor cores would round the numbers to 10 bits.
    return mode == 0 || mode == 2 ? CUDA_SUCCESS
                                  : refuse(CUDA_ERROR_NOT_SUPPORTED, "math mode %d is not simulated", mode);
  });
}

EXPORTED Status cublasSetWorkspace_v2(Handle* handle, void* workspace, size_t bytes) {
  return withHandle("cublasSetWorkspace_v2", handle, [&](Context& context, Handle&) {
    if (reinterpret_cast<CUdeviceptr>(workspace) % 256)
      return refuse(CUDA_ERROR_INVALID_VALUE, "the workspace is not aligned");
    return reaches(context, workspace, bytes, 1, "the workspace") ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
  });
}

EXPORTED const char* cublasGetStatusName(Status status) {
  switch (status) {
    case SUCCESS:
      return "CUBLAS_STATUS_SUCCESS";
    case NOT_INITIALIZED:
      return "CUBLAS_STATUS_NOT_INITIALIZED";
    case ALLOC_FAILED:
      return "CUBLAS_STATUS_ALLOC_FAILED";
    case INVALID_VALUE:
      return "CUBLAS_STATUS_INVALID_VALUE";
    case EXECUTION_FAILED:
      return "CUBLAS_STATUS_EXECUTION_FAILED";
    case NOT_SUPPORTED:
      return "CUBLAS_STATUS_NOT_SUPPORTED";
  }
  return "unknown";
}

EXPORTED const char* cublasGetStatusString(Status status) { return cublasGetStatusName(status); }

// One definition each: S for float, D for double.
#define BLAS(P, T)                                                                                                 \
  EXPORTED Status cublas##P##gemv_v2(Handle* h, int trans, int m, int n, const T* alpha, const T* a, int lda,      \
                                     const T* x, int incx, const T* beta, T* y, int incy) {                        \
    return gemv<T>("cublas" #P "gemv_v2", h, trans, m, n, alpha, a, lda, x, incx, beta, y, incy);                  \
  }                                                                                                                \
  EXPORTED Status cublas##P##gemm_v2(Handle* h, int transa, int transb, int m, int n, int k, const T* alpha,       \
                                     const T* a, int lda, const T* b, int ldb, const T* beta, T* c, int ldc) {     \
    return gemm<T>("cublas" #P "gemm_v2", h, transa, transb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);        \
  }                                                                                                                \
  EXPORTED Status cublas##P##syrk_v2(Handle* h, int triangle, int trans, int n, int k, const T* alpha, const T* a, \
                                     int lda, const T* beta, T* c, int ldc) {                                      \
    return syrk<T>("cublas" #P "syrk_v2", h, triangle, trans, n, k, alpha, a, lda, beta, c, ldc);                  \
  }

BLAS(S, float)
BLAS(D, double)

}  // extern "C"
