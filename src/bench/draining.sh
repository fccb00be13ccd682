#!/usr/bin/env bash
# Three Ferrys on one PostgreSQL and one bucket: nodes are told to end (SIGTERM) and started again, one after the other, while migrations run
# and requests come. No request may be answered with an error or not at all, and the crash test judges the migrations. Not part of the
# tests: it takes ten minutes.
#
#   src/bench/draining.sh                             6 migrations at once, 12 drained nodes, a new seed
#   src/bench/draining.sh --strokes 30                     whatever crash-test.sh takes
set -euo pipefail
exec bash "$(dirname -- "$0")/crash-test.sh" --nodes 3 --drain --lanes 6 --runs 12 --strokes 12 --blows FERRY --engine-first 0 \
  --sites-in-peace --engine-connections-in-peace --ends migrated "$@"
