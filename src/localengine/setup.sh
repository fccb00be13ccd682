#!/usr/bin/env bash
# Puts the local engine in place, once, in a folder of the user's cache: its jars by Maven, what its pages draw with by npm.
#   bash src/localengine/setup.sh     does nothing when all is there; needs JAVA_HOME or java 21+, mvn, npm
# The folder is ${FERRY_CACHE:-${XDG_CACHE_HOME:-~/.cache}/ferry}/localengine. It appears complete or not at all.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
cache=${FERRY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ferry}
place=$cache/localengine

say() { printf 'local engine: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# Changes when the versions or our own sources do.
wanted=$(cd "$here" && find pom.xml setup.sh src pages -type f -not -path '*/node_modules/*' -print | LC_ALL=C sort |
  while IFS= read -r file; do cat -- "$file"; done | cksum)
is_there() { [ "$(cat "$place/set-up" 2>/dev/null)" = "$wanted" ]; }
is_there && exit 0

command -v mvn >/dev/null 2>&1 || die "needs Maven 3.8 or newer, and there is no 'mvn' on the PATH. Install it, then run this again."
command -v npm >/dev/null 2>&1 ||
  die "needs Node 20.19 or newer with npm for its pages, and there is no 'npm' on the PATH. Install it, then run this again."
java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || true
[ "${version:-0}" -ge 21 ] || die "needs a JDK 21 or newer and found ${version:-none} ($java). Install one or set JAVA_HOME to it; ./ferry looks for one by itself."

mkdir -p "$cache" 2>/dev/null || die "cannot make the folder $cache. Is the disk full, or the folder above it read-only? FERRY_CACHE names another."
free=$(df -Pk "$cache" | awk 'NR == 2 { print int($4 / 1024) }')
[ "${free:-0}" -ge 300 ] || die "needs 300 MB free in $cache, and there are ${free:-0} MB. Free some space, or name another folder by FERRY_CACHE."

# What a set-up that was killed left behind.
find "$cache" -maxdepth 1 -name '.localengine-*' -mmin +60 -exec rm -rf {} + 2>/dev/null || true

aside=$(mktemp -d "$cache/.localengine-XXXXXX") || die "cannot write to $cache."
trap 'rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM HUP

# Says why a step failed, by what it printed.
failed() { # step, log
  if grep -qi 'No space left' "$2"; then die "the disk is full: free some space and run this again."; fi
  if grep -qiE 'Unknown host|Could not transfer|timed out|Connection refused|Network is unreachable|offline|name resolution|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT' "$2"; then
    die "could not fetch what it needs: does this machine reach $1 (or your mirror of it)?"
  fi
  grep -E '^\[ERROR\]|^npm ERR|^npm error' "$2" | head -n 5 >&2 || true
  die "could not be put in place; the lines above say why."
}

say "setting up (60 MB, once) ..."
parts=$aside/parts
pages=$aside/pages
mkdir -p "$parts/pages" "$pages"
cp "$here/pages/package.json" "$here/pages/package-lock.json" "$pages/"
[ ! -f "$here/pages/.npmrc" ] || cp "$here/pages/.npmrc" "$pages/"
(cd "$pages" && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent build) >"$aside/npm.log" 2>&1 &
npm=$!
mvn -B -q -f "$here/pom.xml" -Dmaven.artifact.threads=16 -Dmaven.test.skip -Dlocalengine.folder="$parts" package >"$aside/maven.log" 2>&1 ||
  failed "Maven Central" "$aside/maven.log"
wait "$npm" || failed "the npm registry" "$aside/npm.log"
while read -r from to; do
  case $from in '' | '#'*) continue ;; esac
  mkdir -p "$(dirname "$parts/pages/$to")"
  cp "$pages/node_modules/$from" "$parts/pages/$to" || die "npm brought no $from."
done <"$here/pages/vendor.txt"
printf '%s\n' "$wanted" >"$parts/set-up"

# Another set-up may have been faster.
if ! is_there; then
  [ ! -e "$place" ] || mv "$place" "$aside/old"
  mv "$parts" "$place" || die "cannot put itself in place at $place."
fi
say "is set up in $place"
