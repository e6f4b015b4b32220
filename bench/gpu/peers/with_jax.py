"""JAX: all epochs in one compiled loop."""

import os
import sys

from common import main

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")


def start(rows, features):
    import jax
    import jax.numpy as jnp

    if jax.default_backend() != "gpu":
        raise RuntimeError(f"JAX sees no GPU, only {jax.default_backend()}")
    jax.config.update("jax_default_matmul_precision", "highest")  # else TF32
    key = jax.random.key(0)
    X = jax.random.uniform(key, (rows, features), minval=-2, maxval=2)
    w = jax.random.uniform(jax.random.key(1), (features,), minval=0.5, maxval=1.5)
    b = 1.25
    y = X @ w + b

    @jax.jit
    def descend(X, y, epochs, rate):
        def loss(parameters):
            w, b = parameters
            return jnp.mean((X @ w + b - y) ** 2)

        def epoch(_, parameters):
            gradient = jax.grad(loss)(parameters)
            return jax.tree.map(lambda p, g: p - rate * g, parameters, gradient)

        return jax.lax.fori_loop(0, epochs, epoch, (jnp.zeros(features), jnp.float32(0)))

    def train(epochs, rate):
        W, B = jax.block_until_ready(descend(X, y, epochs, rate))
        return W.tolist(), float(B)

    return train, w.tolist(), b


if __name__ == "__main__":
    main("JAX jit", "jax", start, sys.argv[1:])
