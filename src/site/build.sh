#!/bin/sh
# Makes the site of Ferry's documentation in target/site. Maven calls it in the phase verify; -DskipSite leaves it out.
set -eu
cd -- "$(dirname -- "$0")"

if ! command -v npm >/dev/null 2>&1; then
  echo "The documentation's site is made with npm, which is not there. Install Node.js 20 or newer, or leave the site out: mvn verify -DskipSite" >&2
  exit 1
fi
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --silent || {
    echo "npm could not fetch what the site needs (no network?). Leave it out with -DskipSite, or try again." >&2
    exit 1
  }
fi
log=node_modules/site.log
npm run --silent build >"$log" 2>&1 || {
  cat "$log" >&2
  exit 1
}
echo "The documentation's site is in target/site."
