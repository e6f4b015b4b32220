#!/usr/bin/env bash
# Runs the JMH benchmarks; arguments are JMH's, such as a name, -p shape=160x3, -f 3, -rf json.
set -euo pipefail
cd "$(dirname "$0")/.."

bench/build.sh
exec java -Dlinreg.jar=target/linreg-gpu.jar \
  -cp "target/linreg-gpu.jar:bench/target/classes:bench/target/lib/*" org.openjdk.jmh.Main "$@"
