"""Makes iterative.json: what iterative solvers find on the Advertising data, by NumPy and by scikit-learn's HuberRegressor.

python3 iterative.py ../../../../../data/advertising.csv > iterative.json      (NumPy 1.24, scikit-learn 1.2)
"""

import json
import sys

import numpy as np
from sklearn.linear_model import HuberRegressor
from sklearn.model_selection import train_test_split

table = np.genfromtxt(sys.argv[1], delimiter=",", skip_header=1)[:, 1:]
train, _ = train_test_split(table, test_size=0.2, random_state=0)
raw, y = train[:, :-1], train[:, -1]
x = (raw - raw.mean(0)) / raw.std(0)
ones = np.column_stack([x, np.ones(len(x))])


def run(epochs, batch, seed, rate, step, schedule):
    """Parameters and losses before each epoch and after the last, W and b from zeros; one permutation an epoch."""
    random = np.random.RandomState(seed)
    p, losses = np.zeros(4), []
    state = {"m": np.zeros(4), "v": np.zeros(4), "t": 0}
    for epoch in range(epochs):
        losses.append(np.mean((ones @ p - y) ** 2))
        order = random.permutation(len(y))
        for first in range(0, len(y), batch):
            rows = order[first : first + batch]
            gradient = 2 / len(rows) * ones[rows].T @ (ones[rows] @ p - y[rows])
            p = p - rate * schedule(epoch, epochs) * step(gradient, state)
    losses.append(np.mean((ones @ p - y) ** 2))
    return {"parameters": p.tolist(), "losses": losses}


def sgd(momentum=0.0, nesterov=False):
    def step(g, state):
        state["m"] = momentum * state["m"] + g
        return g + momentum * state["m"] if nesterov else state["m"]

    return step


def adam(beta1=0.9, beta2=0.999, epsilon=1e-8):
    def step(g, state):
        state["t"] += 1
        state["m"] = beta1 * state["m"] + (1 - beta1) * g
        state["v"] = beta2 * state["v"] + (1 - beta2) * g**2
        first = state["m"] / (1 - beta1 ** state["t"])
        return first / (np.sqrt(state["v"] / (1 - beta2 ** state["t"])) + epsilon)

    return step


def constant(epoch, epochs):
    return 1


def huber(epsilon):
    """scikit-learn stops at some 1e-6: from there on by reweighted least squares, which ends at the same figures."""
    fitted = HuberRegressor(epsilon=epsilon, alpha=0, max_iter=100_000, tol=1e-12).fit(x, y)
    p, scale = np.append(fitted.coef_, fitted.intercept_), fitted.scale_
    for _ in range(20_000):
        residuals = ones @ p - y
        scale = np.sqrt(np.mean(np.clip(residuals, -epsilon * scale, epsilon * scale) ** 2))
        weights = np.minimum(1, epsilon * scale / np.abs(residuals))
        p = np.linalg.solve(ones.T @ (weights[:, None] * ones), ones.T @ (weights * y))
    assert np.allclose(p, [*fitted.coef_, fitted.intercept_], rtol=0, atol=1e-5 * abs(p).max())
    assert np.isclose(scale, fitted.scale_, rtol=1e-5)
    z = np.abs(ones @ p - y) / scale
    return {
        "coefficients": p[:-1].tolist(),
        "intercept": p[-1],
        "scale": scale,
        "outliers": int(np.sum(z > epsilon)),
        "loss": np.mean(scale + np.where(z <= epsilon, z**2, 2 * epsilon * z - epsilon**2) * scale),
    }


figures = {
    "sgd": run(20, 32, 0, 0.01, sgd(), constant),
    "sgd_momentum": run(15, 7, 1, 0.002, sgd(0.9), lambda e, n: (1 + e) ** -0.5),
    "sgd_nesterov": run(15, 50, 2, 0.01, sgd(0.8, True), lambda e, n: 0.1 ** (e // 6)),
    "adam": run(25, 32, 3, 0.1, adam(), lambda e, n: (1 + np.cos(np.pi * e / n)) / 2),
    "adam_all_rows": run(25, 160, 3, 0.5, adam(0.8, 0.9, 1e-3), constant),
    "huber": huber(1.35),
    "huber_of_many_outliers": huber(1.1),
}
json.dump(figures, sys.stdout, indent=1)
