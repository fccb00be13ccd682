#!/usr/bin/env bash
# Measures an assessment: a sandbox with 1,000,000 issues, 200,000 people and 500 projects, and ./ferry assess of it with its target.
# Not part of the tests: it needs a machine that does nothing else. Ends with 1 when the command takes longer than 5 minutes or
# more than 512 MB of resident memory.
#
#   src/bench/assessing.sh [ISSUES,PEOPLE,PROJECTS]
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
size=${1:-1000000,200000,500}
folder=$(mktemp -d)
sandbox=
trap 'kill $sandbox 2>/dev/null || true; rm -rf "$folder"' EXIT
# Free ports of this computer; nobody else takes them in the second until the sandbox does.
read -r source target app control gateway < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(5)]
for each in sockets: each.bind(("127.0.0.1", 0))
print(*[each.getsockname()[1] for each in sockets])')
./ferry sandbox --size "$size" --jira-version 11.0.0 --basic-auth true --dc-port "$source" --cloud-port "$target" \
  --bigpicture-port "$app" --control-port "$control" --gateway-port "$gateway" >"$folder/sandbox.log" 2>&1 &
sandbox=$!
until grep -q 'The sandbox runs' "$folder/sandbox.log"; do
  kill -0 $sandbox 2>/dev/null || { cat "$folder/sandbox.log"; exit 1; }
  sleep 1
done
export BENCH_SOURCE=admin:sandbox-dc BENCH_TARGET=admin@cloud.example.com:sandbox-cloud BENCH_APP=sandbox-bigpicture-dc
began=$(date +%s)
./ferry assess --source "http://127.0.0.1:$source" --source-credential source --source-app-credential app --source-endpoints sandbox \
  --target "http://127.0.0.1:$target" --target-credential target --html "$folder/a.html" --json "$folder/a.json" -- \
  --ferry.home="$folder/home" --ferry.remote.allowed-addresses=127.0.0.1 \
  --ferry.credentials.source.source=env:BENCH_SOURCE '--ferry.credentials.source.hosts=127.0.0.1:*' \
  --ferry.credentials.target.source=env:BENCH_TARGET '--ferry.credentials.target.hosts=127.0.0.1:*' \
  --ferry.credentials.app.source=env:BENCH_APP '--ferry.credentials.app.hosts=127.0.0.1:*' &
assess=$!
peak=0
# The launcher becomes the program, so its id stays.
while now=$(awk '/VmHWM/ {print $2}' "/proc/$assess/status" 2>/dev/null) && [ -n "$now" ]; do
  [ "$now" -gt "$peak" ] && peak=$now
  sleep 0.2
done
status=0
wait $assess || status=$?
took=$(($(date +%s) - began))
calls=$(curl -s "http://127.0.0.1:$control/control/state" | python3 -c 'import json, sys; print(sum(json.load(sys.stdin)["requests"].values()))')
echo "size $size: $took s, $((peak / 1024)) MiB resident at most, $calls requests, exit status $status, load $(cut -d' ' -f1-3 /proc/loadavg)"
[ "$took" -le 300 ] && [ "$peak" -le $((512 * 1024)) ] && { [ "$status" = 0 ] || [ "$status" = 3 ]; }
