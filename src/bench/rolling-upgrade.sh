#!/usr/bin/env bash
# Upgrades two of three Ferrys, one after the other, while migrations run: all begin as an earlier revision, each but the last comes back as
# this one after it was ended for the first time, and then both programs work side by side until the end. Judged as the crash test judges.
# Not part of the tests: it builds the earlier revision first, and needs a checkout with its history.
#
#   src/bench/rolling-upgrade.sh HEAD~50                    nodes are told to end, as an administrator does
#   src/bench/rolling-upgrade.sh HEAD~50 --lanes 2 --runs 4 whatever crash-test.sh takes
#   src/bench/rolling-upgrade.sh --killed HEAD~50             nodes are killed instead
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
find_jdk

way=--drain
if [ "${1:-}" = --killed ]; then
  way=
  shift
fi
if [ $# = 0 ] || ! revision=$(git rev-parse --verify --quiet "$1^{commit}"); then
  echo "Name a revision of Ferry that is in this checkout's history, such as a release's tag." >&2
  exit 2
fi
shift

earlier=$(mktemp -d)
trap 'git worktree remove --force "$earlier"' EXIT
git worktree add --quiet --detach "$earlier" "$revision"
(cd "$earlier" && mvn -q -B -ntp compile dependency:build-classpath -Dmdep.outputFile=target/libraries -Dmdep.includeScope=runtime) >&2

with_test_classes -Xmx512m -XX:TieredStopAtLevel=1 io.ferry.crash.CrashTest --nodes 3 --lanes 6 --runs 12 --strokes 24 --work 20 \
  --blows FERRY --engine-first 0 --sites-in-peace --engine-connections-in-peace $way \
  --upgrade-from "$earlier/target/classes:$(cat "$earlier/target/libraries")" "$@"
