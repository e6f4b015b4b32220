"""CSV to a DataFrame: FOLDER FEATURES RATE EPOCHS."""

import sys

from line_protocol import load, repeatedly, serve

pandas = load("pandas")
csv = sys.argv[1] + "/data.csv"


def read():
    return pandas.read_csv(csv, engine="c")


serve("pandas " + pandas.__version__, lambda: read().mean(), repeatedly(read))
