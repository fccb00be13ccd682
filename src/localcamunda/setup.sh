#!/usr/bin/env bash
# Puts the programs of the local Camunda in place: fetches them by Maven, once, into a folder of the user's cache.
#   bash src/localcamunda/setup.sh     does nothing when they are there already; needs JAVA_HOME or java 21+, and mvn
# The folder is ${FERRY_CACHE:-${XDG_CACHE_HOME:-~/.cache}/ferry}/localcamunda. It appears complete or not at all.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
cache=${FERRY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ferry}
place=$cache/localcamunda

say() { printf 'local Camunda: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# Changes when the versions or our own classes do.
wanted=$(cd "$here" && find pom.xml src -type f -print | LC_ALL=C sort | while IFS= read -r file; do cat -- "$file"; done | cksum)
is_there() { [ "$(cat "$place/set-up" 2>/dev/null)" = "$wanted" ]; }
is_there && exit 0

command -v mvn >/dev/null 2>&1 || die "needs Maven 3.8 or newer, and there is no 'mvn' on the PATH. Install it, then run this again."
java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || true
[ "${version:-0}" -ge 21 ] || die "needs a JDK 21 or newer and found ${version:-none} ($java). Install one or set JAVA_HOME to it; ./ferry looks for one by itself."

mkdir -p "$cache" 2>/dev/null || die "cannot make the folder $cache. Is the disk full, or the folder above it read-only? FERRY_CACHE names another."
free=$(df -Pk "$cache" | awk 'NR == 2 { print int($4 / 1024) }')
[ "${free:-0}" -ge 1000 ] || die "needs 1000 MB free in $cache, and there are ${free:-0} MB. Free some space, or name another folder by FERRY_CACHE."

# What a set-up that was killed left behind.
find "$cache" -maxdepth 1 -name '.localcamunda-*' -mmin +60 -exec rm -rf {} + 2>/dev/null || true

aside=$(mktemp -d "$cache/.localcamunda-XXXXXX") || die "cannot write to $cache."
trap 'rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM HUP
say "fetching Zeebe, Operate, Tasklist and OpenSearch (350 MB, once) ..."
log=$aside/maven.log
if ! mvn -B -q -f "$here/pom.xml" -Dmaven.artifact.threads=10 -Dlocalcamunda.folder="$aside/parts" package >"$log" 2>&1; then
  grep -E '^\[ERROR\]' "$log" | head -n 3 >&2 || true
  if grep -qi 'No space left' "$log"; then
    die "the disk is full: free some space and run this again."
  elif grep -qiE 'Unknown host|Could not transfer|timed out|Connection refused|Network is unreachable|offline|name resolution' "$log"; then
    die "could not fetch its programs: is this machine connected to Maven Central (or your mirror of it)?"
  fi
  die "Maven could not put its programs in place; the lines above say why."
fi

parts=$aside/parts
mkdir "$aside/complete"
mv "$parts/opensearch" "$aside/complete/opensearch"
mv "$parts"/camunda/*/ "$aside/complete/camunda"
printf '%s\n' "$wanted" >"$aside/complete/set-up"
# Another set-up may have been faster.
if ! is_there; then
  [ ! -e "$place" ] || mv "$place" "$aside/old"
  mv "$aside/complete" "$place" || die "cannot put its programs in place at $place."
fi
say "is set up in $place"
