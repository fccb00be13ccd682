#!/usr/bin/env bash
# Measures how fast a file gets into a bucket (S3Proxy on this computer), beside the upload of AWS's own SDK, in turn in one run, and
# the heap that it needs. Not part of the tests: it needs a disk of three times the file's size, and a machine that does nothing else.
#
#   src/bench/bucket.sh [FOLDER]          FOLDER: where everything goes (default: a new one); what it makes is removed
#   BENCH_MB=1024 BENCH_ROUNDS=5               the file's size, and how often both are measured
#   BENCH_HEAP=128m                            the largest heap
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
folder=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/bucket.XXXXXX")
trap 'rm -rf "$folder"' EXIT
[ -d target/s3 ] || mvn -B -q -f src/test/s3/pom.xml dependency:copy-dependencies >&2
with_test_classes "-Xmx${BENCH_HEAP:-128m}" io.ferry.artifact.BucketThroughput "$folder" "${BENCH_MB:-1024}" "${BENCH_ROUNDS:-5}"
