#!/usr/bin/env bash
# Runs many migrations side by side on one Ferry with a heap of 1 GB, and then the same processes with workers that do nothing, each on
# a fresh engine: time, CPU and memory of both. Not part of the tests: it needs Linux, some 8 GB of memory, and a machine that does
# nothing else.
#
#   src/bench/many-migrations.sh                               100 migrations, 2 rounds
#   src/bench/many-migrations.sh --migrations 10 --rounds 1    as told
#   src/bench/many-migrations.sh --work 30                     long work at the sites takes 30 s instead of 2 s
#   src/bench/many-migrations.sh --help                        everything that can be told
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
libraries=$(mktemp)
trap 'rm -f "$libraries"' EXIT
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
"$JAVA_HOME/bin/java" -Xmx512m -XX:TieredStopAtLevel=1 \
  -cp "target/classes:target/test-classes:$(cat "$libraries")" io.ferry.load.ManyMigrations "$@"
