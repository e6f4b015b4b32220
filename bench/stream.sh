#!/usr/bin/env bash
# Trains on a CSV file larger than Java's memory and says what it takes; `bench/stream.sh --help` tells the options.
set -euo pipefail
cd "$(dirname "$0")"

(cd .. && mvn -B -ntp -q package -DskipTests)
exec python3 peers/streaming.py "$@"
