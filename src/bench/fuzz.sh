#!/usr/bin/env bash
# Reads very many mutated backups (real, generated and awkward ones): none may hang, crash or run out of memory. Not part of the
# tests: 100,000 inputs take about ten minutes. The seed is printed; the same seed makes the same inputs.
#
#   src/bench/fuzz.sh [INPUTS [SEED]]     100,000 inputs and a new seed, unless told otherwise
#   FUZZ_HEAP=96m                         the largest heap
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder/generated" "$folder/mutant.zip"; rmdir "$folder" 2>/dev/null || true' EXIT
with_test_classes -Xmx"${FUZZ_HEAP:-96m}" io.ferry.backup.FuzzRun "${1:-100000}" "${2:-}" "$folder" \
  ../shared/data/jira-backups ../shared/data/backup-cases
