#!/usr/bin/env bash
# Measures how fast Ferry reads a backup, side by side with unzip and xmllint, and whether 96 MB of heap are enough.
# Not part of the tests: it needs about 3 GB of disk, unzip, xmllint (Debian: apt-get install unzip libxml2-utils), bash,
# and half an hour of a machine that does nothing else.
#
#   src/bench/backup-reading.sh [FOLDER]      FOLDER: where the sample backups go (default: a new one; removed at the end)
#   BENCH_SIZES="10000 100000 1000000"        issues of the samples for "cost grows linearly" (about 10 KB of XML each)
#   BENCH_ISSUES=210000 BENCH_ROUNDS=3        the sample for the comparison, and how often each is measured (best counts)
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
for tool in unzip xmllint; do
  command -v $tool >/dev/null || { echo "$tool is missing: apt-get install unzip libxml2-utils" >&2; exit 2; }
done
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
[ $# -gt 0 ] || trap 'rm -rf "$folder"' EXIT
sizes=${BENCH_SIZES:-10000 100000 1000000}
issues=${BENCH_ISSUES:-210000}
rounds=${BENCH_ROUNDS:-3}
export FERRY_JAVA_OPTS=-Xmx96m
TIMEFORMAT='%R %U %S'

sample() { # issues -> path of a sample, made if it is not there
  local file=$folder/$1.zip
  [ -f "$file" ] || ./ferry sample-backup --issues "$1" --users 5000 --out "$file" >&2
  echo "$file"
}
xml_bytes() { unzip -lv "$1" entities.xml | awk '$8 == "entities.xml" {print $1}'; }
clock() { { time "$@" >/dev/null 2>&1; } 2>&1 | tail -n 1; } # -> seconds on the wall, of user time, of system time
unzip_only() { unzip -p "$1" entities.xml; }
unzip_xmllint() { unzip -p "$1" entities.xml | xmllint --stream --noout -; }
inspect() { # a sample has people without address and the like, so "importable with losses" (3) is right for it
  local exit=0
  ./ferry inspect --json "$1" || exit=$?
  [ $exit = 3 ] || { echo "inspect ended with $exit instead of 3" >&2; return 1; }
}
best() { sort -n | head -n 1; }

./ferry help >/dev/null # builds what must be built
file=$(sample "$issues")
echo "## $issues issues, $(xml_bytes "$file") bytes of entities.xml, $(stat -c %s "$file") bytes of zip"
inspect "$file" >/dev/null || true # the file is in memory from here on
for round in $(seq "$rounds"); do
  for what in unzip_only inspect unzip_xmllint; do
    [ $what = unzip_xmllint ] && [ "$round" -gt 1 ] && continue
    result=$(clock $what "$file")
    echo "$what: $result (load $(cut -d' ' -f1 /proc/loadavg))"
    echo "$result" >>"$folder/$what.times"
  done
done
u=$(best <"$folder/unzip_only.times" | cut -d' ' -f1)
i=$(best <"$folder/inspect.times" | cut -d' ' -f1)
x=$(best <"$folder/unzip_xmllint.times" | cut -d' ' -f1)
awk -v u="$u" -v i="$i" -v x="$x" 'BEGIN {
  printf "best: unzip %.1f s, inspect %.1f s, unzip | xmllint %.1f s\n", u, i, x
  printf "inspect / unzip = %.2f (at most 0.9); xmllint / inspect = %.1f (at least 3)\n", i / u, x / i }'
rm -f "$folder"/*.times

echo "## growth, heap of 96 MB (wall, user, system seconds)"
for size in $sizes; do
  file=$(sample "$size")
  echo "$size issues, $(xml_bytes "$file") bytes: $(clock inspect "$file") (load $(cut -d' ' -f1 /proc/loadavg))"
  [ $# -gt 0 ] || rm -f "$file"
done
