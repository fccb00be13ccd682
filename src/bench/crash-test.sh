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
. "$(dirname -- "$0")/classes.sh"
with_test_classes -Xmx512m -XX:TieredStopAtLevel=1 io.ferry.crash.CrashTest "$@"
