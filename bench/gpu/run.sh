#!/usr/bin/env bash
# Checks and times linreg-gpu on this machine's GPU: run.sh [OUT], the folder for the results.
here=$(cd "$(dirname "$0")" && pwd)
exec python3 -B -u "$here/kit.py" "${1:-$here/results}"
