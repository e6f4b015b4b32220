#!/usr/bin/env bash
# Makes target/gpu-kit and target/gpu-kit.tar.gz: all that a machine with a GPU, python3 and nothing else needs to check and
# time this program. Arguments go to Maven, as in `pack.sh -o`.
set -euo pipefail
cd "$(dirname "$0")/../.."

most_megabytes=60
kit=target/gpu-kit

mvn -B -q package dependency:build-classpath -DskipTests -DincludeScope=test -Dmdep.outputFile=target/gpu-kit.classpath "$@"

rm -rf $kit $kit.tar.gz
mkdir -p $kit/parity

# The parity suite needs JUnit and AssertJ; the program's own dependencies are in its jar.
tr : '\n' <target/gpu-kit.classpath |
  grep -E '/(junit-(jupiter|platform)-(api|engine|params|commons|launcher)|assertj-core|opentest4j)-[^/]*\.jar$' |
  xargs cp -t $kit/parity
jar --create --file $kit/parity/tests.jar -C target/test-classes .
cp target/linreg-gpu.jar $kit

# What the jar needs but for the plots; JUnit asks for java.management.
modules=$(jdeps --multi-release 17 --ignore-missing-deps --print-module-deps target/linreg-gpu.jar | tail -1 |
  tr , '\n' | grep -v '^java\.desktop$' | paste -sd,)
jlink --add-modules "$modules,java.management,jdk.unsupported,jdk.incubator.vector" \
  --strip-debug --no-header-files --no-man-pages --compress=2 --output $kit/runtime

cp -r bench/gpu/run.sh bench/gpu/kit.py bench/gpu/report.py bench/gpu/peers $kit
rm -rf $kit/peers/__pycache__
git describe --always --abbrev=10 --dirty >$kit/commit 2>/dev/null || echo unknown >$kit/commit

tar -czf $kit.tar.gz -C target gpu-kit
size=$(du -sm $kit | cut -f1)
echo "$kit: $size MB; $kit.tar.gz: $(du -m $kit.tar.gz | cut -f1) MB"
if ((size > most_megabytes)); then
  echo "error: the kit is larger than $most_megabytes MB" >&2
  exit 1
fi
