#!/usr/bin/env bash
# Three Ferrys on one PostgreSQL and one bucket (S3Proxy on this computer): 30 migrations side by side, 60 kills of nodes at random over the whole route, judged as
# the crash test judges. Not part of the tests: it takes 25 minutes and some 12 GB of memory.
#
#   src/bench/several-nodes.sh                        30 migrations at once, 60 kills, a new seed
#   src/bench/several-nodes.sh --seed 7 --lanes 6 --runs 12 --strokes 20   whatever crash-test.sh takes
set -euo pipefail
exec bash "$(dirname -- "$0")/crash-test.sh" --nodes 3 --lanes 30 --runs 30 --strokes 75 --work 90 --blows FERRY --engine-first 0 \
  --sites-in-peace --engine-connections-in-peace "$@"
