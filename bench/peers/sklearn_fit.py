"""LinearRegression.fit, in float32: FOLDER FEATURES RATE EPOCHS."""

import sys

from line_protocol import blas, load, repeatedly, serve

np = load("numpy")
sklearn = load("sklearn")
LinearRegression = load("sklearn.linear_model").LinearRegression
folder, d = sys.argv[1], int(sys.argv[2])
X = np.fromfile(folder + "/x.f32", "<f4").reshape(-1, d)
y = np.fromfile(folder + "/y.f32", "<f4")


def fit():
    model = LinearRegression().fit(X, y)
    return np.append(model.coef_, model.intercept_)


serve("scikit-learn " + sklearn.__version__ + ", NumPy " + np.__version__ + blas(), fit, repeatedly(fit))
