"""Correct digits of other packages on NIST's linear sets: the figures of docs/accuracy.md.

    python3 bench/accuracy/nist.py            statsmodels, scikit-learn; R where Rscript is found

Powers of x are computed in double, as users of these packages do. Digits are log relative errors, -log10(|c - q| / |q|) with q the
certified value (-log10|c| where q is 0), from 0 to 15, of the worst coefficient and of the worst standard error.
"""

import math
import pathlib
import shutil
import subprocess
import warnings

import numpy

SETS = pathlib.Path(__file__).parents[2] / "src/test/resources/io/linreg/nist.txt"
MOST_DIGITS = 15


class Set:
    def __init__(self, text):
        lines = [line.split(" ") for line in text.splitlines() if line]
        self.name = lines[0][0]
        degree = int(lines[1][1])
        certified = [line for line in lines[2:] if line[0].startswith("B")]
        self.intercept = certified[0][0] == "B0"
        self.coefficients = [float(line[1]) for line in certified]
        self.errors = [float(line[2]) for line in certified]
        rows = numpy.array(lines[4 + len(certified):], dtype=float)
        self.y = rows[:, 0]
        x = rows[:, 1:]
        self.x = x if degree == 1 else numpy.column_stack([x[:, 0] ** k for k in range(1, degree + 1)])

    def design(self):
        ones = numpy.ones((len(self.y), 1))
        return numpy.hstack([ones, self.x]) if self.intercept else self.x


def sets():
    return [Set(text) for text in SETS.read_text().split("\nset ")[1:]]


def digits(numbers, certified):
    return min(one(c, q) for c, q in zip(numbers, certified))


def one(number, certified):
    if not math.isfinite(number):
        return 0.0
    error = abs(number - certified) / (abs(certified) or 1)
    return MOST_DIGITS if error == 0 else max(0.0, min(MOST_DIGITS, -math.log10(error)))


def statsmodels(data, method):
    import statsmodels.api

    fit = statsmodels.api.OLS(data.y, data.design()).fit(method=method)
    return fit.params, fit.bse


def sklearn(data):
    from sklearn.linear_model import LinearRegression

    fit = LinearRegression(fit_intercept=data.intercept).fit(data.x, data.y)
    return ([fit.intercept_] if data.intercept else []) + list(fit.coef_), None


def r(data, tolerance):
    """NA, what R gives an aliased column, is not a number."""
    rows = "\n".join(" ".join(f"{v:.17g}" for v in [y, *x]) for y, x in zip(data.y, data.x))
    script = (
        'd <- read.table(file("stdin")); '
        f'f <- lm(V1 ~ . {"" if data.intercept else "- 1"}, d, tol = {tolerance}); '
        "s <- summary(f)$coefficients; e <- rep(NA, length(coef(f))); names(e) <- names(coef(f)); "
        "e[rownames(s)] <- s[, 2]; "
        'cat(sprintf("%.17g %.17g\\n", coef(f), e), sep = "")'
    )
    done = subprocess.run(["Rscript", "-e", script], input=rows, capture_output=True, text=True, check=True)
    numbers = [[float(word.replace("NA", "nan")) for word in line.split()] for line in done.stdout.splitlines()]
    return [n[0] for n in numbers], [n[1] for n in numbers]


def packages():
    yield "statsmodels, pinv", lambda data: statsmodels(data, "pinv")
    yield "statsmodels, QR", lambda data: statsmodels(data, "qr")
    yield "scikit-learn", sklearn
    if shutil.which("Rscript"):
        yield "R lm", lambda data: r(data, 1e-7)
        yield "R lm, tol 1e-10", lambda data: r(data, 1e-10)


def main():
    warnings.simplefilter("ignore")
    for package, fit in packages():
        print(package)
        for data in sets():
            coefficients, errors = fit(data)
            of_errors = "" if errors is None else f"{digits(errors, data.errors):6.1f}"
            print(f"  {data.name:10} {digits(coefficients, data.coefficients):6.1f} {of_errors}")


if __name__ == "__main__":
    main()
