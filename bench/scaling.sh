#!/usr/bin/env bash
# Measures how linreg-gpu's cost grows with rows, features and threads; `bench/scaling.sh --help` tells the options.
set -euo pipefail
cd "$(dirname "$0")"

./build.sh
exec python3 peers/scaling.py "$@"
