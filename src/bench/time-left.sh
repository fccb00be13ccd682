#!/usr/bin/env bash
# How good the time left is: replays the recorded runs of src/test/resources/time-left and prints the tables of
# docs/benchmarks/time-left.md. The same replay is part of the tests (TimeLeftOfRecordedRunsTest).
#
#   src/bench/time-left.sh                  replays what is recorded
#   src/bench/time-left.sh record FOLDER    records new runs into FOLDER: 12 migrations between pretend sites, some 20 minutes;
#                                           needs the local engine (src/localengine/setup.sh)
#
# The classes of the tests must be there: mvn test-compile.
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
[ -d target/test-classes/io/ferry/forecast ] || { echo "run mvn test-compile first" >&2; exit 2; }
classpath=target/test-time-left.classpath
mvn -o -q dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
run() { "$JAVA_HOME/bin/java" -Xmx400m -cp "target/test-classes:target/classes:$(cat "$classpath")" "$@"; }
if [ "${1:-}" = record ]; then
  run io.ferry.demo.TimeLeftRecorder "${2:?name a folder}"
else
  run io.ferry.forecast.TimeLeftBenchmark
fi
