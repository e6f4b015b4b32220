#!/usr/bin/env bash
# What is measured is this checkout, not what was built some time ago.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }; }

quietly mvn -B -ntp package -DskipTests
quietly mvn -B -ntp -f bench/pom.xml process-classes
