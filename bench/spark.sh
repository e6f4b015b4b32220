#!/usr/bin/env bash
# Times a fit on Spark beside MLlib's, on cached rows: bench/spark.sh [ROWS [FEATURES [TURNS]]]
set -euo pipefail
cd "$(dirname "$0")/.."

mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
opens=$(for p in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
    java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  echo "--add-opens=java.base/$p=ALL-UNNAMED"
done)
# shellcheck disable=SC2086 # a word each
exec java -Xmx8g -XX:+UseParallelGC --add-modules jdk.incubator.vector $opens \
  -cp "target/test-classes:target/classes:$(cat target/test-classpath)" io.linreg.spark.SparkBenchmark "$@"
