"""CuPy: the same epoch in three array expressions."""

import sys

from common import main


def start(rows, features):
    import cupy

    cupy.get_default_memory_pool().free_all_blocks()
    random = cupy.random.RandomState(0)
    X = random.random_sample((rows, features), dtype=cupy.float32)
    X *= 4
    X -= 2
    w = random.random_sample(features, dtype=cupy.float32) + cupy.float32(0.5)
    b = 1.25
    y = X @ w + cupy.float32(b)

    def train(epochs, rate):
        step = cupy.float32(2 * rate / rows)
        W = cupy.zeros(features, dtype=cupy.float32)
        B = cupy.zeros((), dtype=cupy.float32)
        for _ in range(epochs):
            r = X @ W + B - y
            W -= step * (X.T @ r)
            B -= step * r.sum()
        cupy.cuda.Device().synchronize()
        return W.tolist(), float(B)

    return train, w.tolist(), b


if __name__ == "__main__":
    main("CuPy", "cupy", start, sys.argv[1:])
