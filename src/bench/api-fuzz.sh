#!/usr/bin/env bash
# Sends very many requests to the interface of a Ferry of its own, made from the interface's own description: half of them signed in. None may
# make it fail, tell its inside, or keep memory. No Camunda is there, so what needs one answers 503; that is counted apart. The seed is printed;
# the same seed sends the same requests.
#
#   src/bench/api-fuzz.sh [REQUESTS [SEED]]     20,000 requests and a new seed, unless told otherwise
#   FUZZ_HEAP=256m                              the largest heap
set -euo pipefail
. "$(dirname -- "$0")/classes.sh"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
with_test_classes -Xmx"${FUZZ_HEAP:-256m}" -XX:+UseSerialGC io.ferry.api.ApiFuzz "${1:-20000}" "${2:-}" "$home"
