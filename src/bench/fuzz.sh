#!/usr/bin/env bash
# Reads very many mutated backups (real, generated and awkward ones): none may hang, crash or run out of memory. Not part of the
# tests: 100,000 inputs take about ten minutes. The seed is printed; the same seed makes the same inputs.
#
#   src/bench/fuzz.sh [INPUTS [SEED]]     100,000 inputs and a new seed, unless told otherwise
#   FUZZ_HEAP=96m                         the largest heap
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
folder=$(mktemp -d)
libraries=$(mktemp)
trap 'rm -rf "$libraries" "$folder/generated" "$folder/mutant.zip"; rmdir "$folder" 2>/dev/null || true' EXIT
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
"$JAVA_HOME/bin/java" -Xmx"${FUZZ_HEAP:-96m}" -cp "target/classes:target/test-classes:$(cat "$libraries")" \
  io.ferry.backup.FuzzRun "${1:-100000}" "${2:-}" "$folder" ../shared/data/jira-backups ../shared/data/backup-cases
