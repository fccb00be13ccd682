#!/usr/bin/env bash
# Runs many migrations side by side on one Ferry with a heap of 1 GB, and then the same processes with workers that do nothing, each on
# a fresh engine: time, CPU and memory of both. Not part of the tests: it needs Linux, some 8 GB of memory, and a machine that does
# nothing else.
#
#   src/bench/many-migrations.sh                               100 migrations, one round of 35 minutes
#   src/bench/many-migrations.sh --migrations 10 --rounds 2    as told
#   src/bench/many-migrations.sh --work 2                      long work at the sites takes 2 s instead of a minute
#   src/bench/many-migrations.sh --help                        everything that can be told
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
with_test_classes -Xmx512m -XX:TieredStopAtLevel=1 io.ferry.load.ManyMigrations "$@"
