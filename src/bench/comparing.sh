#!/usr/bin/env bash
# Measures looking at two large sites and comparing them: 10,000 boxes, 2,000 projects, 1,000,000 issues, 200,000 people. Not
# part of the tests: it needs a machine that does nothing else. 2 cores and 512 MB of heap, whatever the machine has; ends
# with 1 when it takes longer than a minute.
#
#   src/bench/comparing.sh
#   src/bench/comparing.sh --report FOLDER    the report of a migration with 200,000 people instead, made and opened in Chromium,
#                                             then again by a program that has just started; both forms land in FOLDER
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
main=io.ferry.verification.ComparingBenchmark
if [ "${1:-}" = --report ]; then
  main=io.ferry.api.ReportBenchmark
  shift
fi
measure() {
  with_test_classes -Xmx512m -XX:ActiveProcessorCount=2 "$main" "$@"
}
measure "$@"
if [ "$main" = io.ferry.api.ReportBenchmark ]; then
  echo "--- just started"
  measure "$@"
fi
