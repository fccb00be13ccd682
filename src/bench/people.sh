#!/usr/bin/env bash
# Measures matching and the mapping page: how long, and how it grows. Not part of the tests: it needs a few minutes of a
# machine that does nothing else. 2 cores and 1 GB of heap, whatever the machine has; the database is H2 in a file, in a
# folder for temporary files.
#
#   src/bench/people.sh                        people: 25000, 50000, 100000, 200000; then pages at the last size
#   src/bench/people.sh 200000 --only-pages    the mapping page only
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
[ $# -gt 0 ] || set -- 25000 50000 100000 200000 --pages
with_test_classes -Xmx1g -XX:ActiveProcessorCount=2 io.ferry.users.UserMappingsBenchmark "$@" | grep -v -E ' (INFO|WARN) '
