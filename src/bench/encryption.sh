#!/usr/bin/env bash
# Measures what the encryption of stored files costs: the same file is stored and read as it is and encrypted, in turn, in one run.
# Not part of the tests: it needs a disk (or a folder in memory) of twice the file's size, and a machine that does nothing else.
#
#   src/bench/encryption.sh [FOLDER]      FOLDER: where everything goes (default: a new one); what it makes is removed
#   BENCH_MB=2000 BENCH_ROUNDS=3               the file's size, and how often both are measured
#   BENCH_HEAP=128m                            the largest heap
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
folder=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/encryption.XXXXXX")
trap 'rm -rf "$folder"' EXIT
./ferry help >/dev/null # builds what must be built
"$JAVA_HOME/bin/java" "-Xmx${BENCH_HEAP:-128m}" -cp "target/ferry.jar:target/lib/*" src/bench/Encryption.java \
  "$folder" "${BENCH_MB:-2000}" "${BENCH_ROUNDS:-3}"
