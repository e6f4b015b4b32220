"""What is measured beside what."""

import os
from collections import namedtuple

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(BENCH)
JAR = os.path.join(ROOT, "target", "linreg-gpu.jar")
PEERS = os.path.join(BENCH, "peers")
TARGET = os.path.join(BENCH, "target")

# Large arrays on pages of 2 MB: the processor looks up addresses far less often. NumPy asks for them by itself.
LARGE_PAGES = "-XX:+UseTransparentHugePages"
LINREG_OPTIONS = ["--add-modules", "jdk.incubator.vector", LARGE_PAGES]

CHECK_EPOCHS = 5  # before descent has converged: an epoch too many, or one wrong, would show
TOLERANCE = 1e-4  # float32 answers; a wrong one is off by far more

SHAPES = ["160x3", "1000000x32", "4000000x16", "100000x1024"]
QUICK_SHAPES = ["160x3", "20000x32", "2000x256"]
CSV_SHAPE = "500000x32"
QUICK_CSV_SHAPE = "5000x32"

# name: what tables call it; truth: which numbers its answer is judged by; scale: its time is so many times that of its job.
Spec = namedtuple("Spec", "name program truth scale")


def epochs(name, program, scale=1):
    return Spec(name, program, "epochs", scale)


def fit(name, program):
    return Spec(name, program, "solution", 1)


def read(name, program):
    return Spec(name, program, "means", 1)


# The first of each is linreg, which the others are compared to.
FAMILIES = {
    "epoch": (
        "An epoch of gradient descent, float32, data in memory",
        [
            epochs("linreg fused", "java linreg-epochs"),
            epochs("NumPy, two passes", "python numpy_epochs.py"),
            epochs("PyTorch through DJL, autograd", "java djl-epochs"),
            epochs("EJML, two passes", "java ejml-epochs"),
        ],
    ),
    "fit": (
        "A fit, data in memory",
        [
            fit("linreg gram: moments, 1000 epochs on them", "java linreg-gram"),
            fit("linreg library call, gram", "java linreg-fit"),
            fit("scikit-learn LinearRegression, float32", "python sklearn_fit.py"),
            fit("Smile OLS, QR, double", "java smile-fit"),
            epochs("linreg fused: 1000 epochs, from fewer", "java linreg-epochs", scale=1000),
        ],
    ),
    "read": (
        "Reading CSV into memory",
        [
            read("linreg Dataset.read", "java linreg-read"),
            read("pandas read_csv, C engine", "python pandas_read.py"),
            read("DuckDB read_csv", "java duckdb-read"),
        ],
    ),
}

WHOLE = "The main job on that CSV, whole processes: read, split, fit, judge"


def whole(python, csv):
    """The peers that are run from start to end."""
    return [
        (
            "java -jar linreg-gpu.jar, gram",
            ["java", "-jar", JAR, csv, "--device", "cpu", "--gradient", "gram", "--epochs", "1000", "--json"],
        ),
        ("python: pandas, scikit-learn", [python, os.path.join(PEERS, "sklearn_whole.py"), csv]),
    ]


def command(spec, python, folder, features, rate):
    language, program = spec.program.split()
    arguments = [folder, str(features), repr(rate), str(CHECK_EPOCHS)]
    if language == "python":
        return [python, os.path.join(PEERS, program)] + arguments
    return java(program.startswith("linreg")) + ["io.linreg.peers.PeerMain", program] + arguments


def java(linreg):
    """Linreg runs as its jar starts itself for so much work; the others may take what memory they like."""
    classes = os.path.join(TARGET, "classes")
    if linreg:
        return ["java"] + LINREG_OPTIONS + ["-cp", os.pathsep.join([JAR, classes])]
    libraries = os.path.join(TARGET, "lib", "*")
    cache = "-DDJL_CACHE_DIR=" + os.path.join(TARGET, "djl")  # PyTorch's natives are unpacked there, once
    return ["java", "-Xmx10g", LARGE_PAGES, cache, "-Dai.djl.offline=true", "-cp", os.pathsep.join([classes, libraries, JAR])]
