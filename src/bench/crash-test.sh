#!/usr/bin/env bash
# Kills Ferry, Zeebe and the search store while migrations run, disturbs the network and the sites, and asks the sites
# afterwards what really happened. Not part of the tests (they run a short version of it): it takes an hour or more.
#
#   src/bench/crash-test.sh                                40 migrations, 200 kills, a new seed
#   src/bench/crash-test.sh --runs 8 --kills 30 --seed 7   as told; the same seed makes the same decisions
#   src/bench/crash-test.sh --round 548985                 once more the one round of that seed
#   src/bench/crash-test.sh --ends migrated,cancelled      every second migration is cancelled
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
bash src/localcamunda/setup.sh >&2
libraries=$(mktemp)
trap 'rm -f "$libraries"' EXIT
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
"$JAVA_HOME/bin/java" -Xmx512m -XX:TieredStopAtLevel=1 \
  -cp "target/classes:target/test-classes:$(cat "$libraries")" io.ferry.crash.CrashTest "$@"
