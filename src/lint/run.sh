#!/bin/sh
# Lints the models, the forms and the pipeline, and tries the lint's own rules. Maven calls it in the phase verify; -DskipLint leaves it out.
# With a folder: lints the models and forms in it, and nothing else.
set -eu
folder=${1:+$(cd -- "$1" && pwd)}
cd -- "$(dirname -- "$0")"

if ! command -v npm >/dev/null 2>&1; then
  echo "The models are linted with npm, which is not there. Install Node.js 20 or newer, or leave the lint out: mvn verify -DskipLint" >&2
  exit 1
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
  echo "The models are linted with Node.js 20 or newer, and this is $(node --version). Install a newer one, or leave the lint out: mvn verify -DskipLint" >&2
  exit 1
fi
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --silent || {
    echo "npm could not fetch what the lint needs (no network?). Leave the lint out with -DskipLint, or try again." >&2
    exit 1
  }
fi
if [ -n "$folder" ]; then
  exec node lint.mjs "$folder"
fi
node lint.mjs
npx --no-install action-validator ../../.github/workflows/build.yml >&2
node --test >node_modules/lint-test.log 2>&1 || {
  cat node_modules/lint-test.log >&2
  exit 1
}
