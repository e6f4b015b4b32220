"""What the peers share: the problem, the check of the answer, the clock. It is the problem of `linreg-gpu bench`: features
drawn evenly from [-2, 2), y = X w + b without noise, so that training leads to w and b."""

import importlib
import json
import math
import sys
import time

SPREAD = 4 / 3  # mean square of a feature
TOLERANCE = 1e-4  # of float32, when it is trained to the end
TIMED_SECONDS = 1.0
MOST_EPOCHS = 1000
NOT_INSTALLED = 3


def main(peer, package, start, arguments):
    """Runs the peer on shapes such as 5000x20, or 5000x20x4 for four targets; prints a line of JSON for each.

    start(rows, features), or start(rows, features, targets), makes the data and returns train, w, b: train(epochs, rate) trains from zero on the device, and
    returns its (list of weights, intercept) once the device is done.
    """
    try:
        importlib.import_module(package)
    except ImportError as missing:
        print(json.dumps({"peer": peer, "skipped": str(missing)}))
        sys.exit(NOT_INSTALLED)
    for shape in arguments:
        rows, features, *targets = map(int, shape.split("x"))
        result = {"peer": peer, "version": version(package), "rows": rows, "features": features}
        if targets:
            result["targets"] = targets[0]
        try:
            result.update(measure(start, rows, features, *targets))
        except Exception as failure:  # out of memory, most likely: the next shape may do
            result["error"] = f"{type(failure).__name__}: {failure}"[:300]
        print(json.dumps(result), flush=True)


def version(package):
    module = importlib.import_module(package)
    return getattr(module, "__version__", "unknown")


def measure(start, rows, features, *targets):
    aspect = math.sqrt((features + 1) / rows)
    rate = 0.9 / (2 * SPREAD * (1 + aspect) ** 2)
    epochs_to_answer = math.ceil(40 * SPREAD * ((1 + aspect) / (1 - aspect)) ** 2)

    train, w, b = start(rows, features, *targets)
    found, intercept = train(epochs_to_answer, rate)
    error = max(abs(f - t) for f, t in zip(found + [intercept], w + [b], strict=True)) / max(map(abs, w + [b]))
    if not error <= TOLERANCE:
        raise ArithmeticError(f"the answer is off by {error:.1e} of its size")

    few = 10
    fit = int(TIMED_SECONDS * few / clock(train, few, rate))  # warm by now
    epochs = max(few, min(MOST_EPOCHS, fit))
    seconds = clock(train, epochs, rate)
    return {"epochs": epochs, "seconds": seconds, "seconds_per_epoch": seconds / epochs, "answer_error": error}


def clock(train, epochs, rate):
    began = time.perf_counter()
    train(epochs, rate)
    return time.perf_counter() - began
