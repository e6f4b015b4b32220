#!/usr/bin/env bash
# Measures linreg-gpu and other programs side by side; `bench/run.sh --help` tells the options.
set -euo pipefail
cd "$(dirname "$0")"

./build.sh
exec python3 peers/conductor.py "$@"
