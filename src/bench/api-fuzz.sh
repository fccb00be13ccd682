#!/usr/bin/env bash
# Sends very many requests to the interface of a Ferry of its own, made from the interface's own description: half of them signed in. None may
# make it fail, tell its inside, or keep memory. No Camunda is there, so what needs one answers 503; that is counted apart. The seed is printed;
# the same seed sends the same requests.
#
#   src/bench/api-fuzz.sh [REQUESTS [SEED]]     20,000 requests and a new seed, unless told otherwise
#   FUZZ_HEAP=256m                              the largest heap
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
home=$(mktemp -d)
libraries=$(mktemp)
trap 'rm -rf "$libraries" "$home"' EXIT
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test >&2
"$JAVA_HOME/bin/java" -Xmx"${FUZZ_HEAP:-256m}" -XX:+UseSerialGC -cp "target/test-classes:target/classes:$(cat "$libraries")" \
  io.ferry.api.ApiFuzz "${1:-20000}" "${2:-}" "$home"
