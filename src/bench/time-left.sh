#!/usr/bin/env bash
# How good the time left is: replays the recorded runs of src/test/resources/time-left and prints the tables of
# docs/benchmarks/time-left.md. The same replay is part of the tests (TimeLeftOfRecordedRunsTest).
#
#   src/bench/time-left.sh                  replays what is recorded
#   src/bench/time-left.sh record FOLDER    records new runs into FOLDER: 12 migrations between pretend sites, some 20 minutes;
#                                           needs the local engine (src/localengine/setup.sh)
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
if [ "${1:-}" = record ]; then
  with_test_classes -Xmx400m io.ferry.demo.TimeLeftRecorder "${2:?name a folder}"
else
  with_test_classes -Xmx400m io.ferry.forecast.TimeLeftBenchmark
fi
