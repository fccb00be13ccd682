#!/usr/bin/env bash
# Kills Ferry and PostgreSQL, stops the engine and disturbs the network and the sites while migrations run, and asks the
# sites afterwards what really happened. Not part of the tests (they run a short version of it): it takes a while.
#
#   src/bench/crash-test.sh                                  40 migrations, 200 strokes, a new seed
#   src/bench/crash-test.sh --runs 8 --strokes 40 --seed 7   as told; the same seed makes the same decisions
#   src/bench/crash-test.sh --round 548985                   once more the one round of that seed
#   src/bench/crash-test.sh --ends migrated,cancelled        every second migration is cancelled
#   src/bench/crash-test.sh --blows ENGINE --sites-in-peace  the engine alone: nobody may be needed
#   src/bench/crash-test.sh --help                           everything that can be told
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
libraries=$(mktemp)
trap 'rm -f "$libraries"' EXIT
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
"$JAVA_HOME/bin/java" -Xmx512m -XX:TieredStopAtLevel=1 \
  -cp "target/classes:target/test-classes:$(cat "$libraries")" io.ferry.crash.CrashTest "$@"
