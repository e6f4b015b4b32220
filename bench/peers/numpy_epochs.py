"""Two passes an epoch, in float32: FOLDER FEATURES RATE EPOCHS."""

import sys

from line_protocol import blas, load, serve

np = load("numpy")
folder, d, rate, epochs = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
X = np.fromfile(folder + "/x.f32", "<f4").reshape(-1, d)
y = np.fromfile(folder + "/y.f32", "<f4")
step = np.float32(2 * rate / len(y))


def descend(count):
    w = np.zeros(d, np.float32)
    b = np.float32(0)
    for _ in range(count):
        r = X @ w
        r += b
        r -= y
        g = X.T @ r
        w -= step * g
        b -= step * r.sum()
    return np.append(w, b)


serve("NumPy " + np.__version__ + blas(), lambda: descend(epochs), descend)
