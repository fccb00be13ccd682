#!/usr/bin/env bash
# Measures handing a large file over to Ferry: how fast, beside `curl -T` to a plain server; how much memory; and whether it
# arrives whole when the connection is cut three times and Ferry is killed once.
# Not part of the tests: it needs some 20 GB of disk, curl, and a machine that does nothing else. No Camunda is needed.
#
#   src/bench/uploads.sh [FOLDER]    FOLDER: where everything goes (default: a new one); what it makes is removed
#   BENCH_MB=5000 BENCH_ROUNDS=3          the file's size, and how often the two are measured in turn
#   BENCH_HEAP=256m                       Ferry's largest heap
set -euo pipefail
cd -- "$(dirname -- "$0")/../.."
. src/launcher/jdk.sh
find_jdk
command -v curl >/dev/null || { echo "curl is missing" >&2; exit 2; }
megabytes=${BENCH_MB:-5000}
rounds=${BENCH_ROUNDS:-3}
heap=${BENCH_HEAP:-256m}
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
home=$folder/ferry-home
port=$((20000 + RANDOM % 20000))
plain_port=$((port + 1))
management_port=$((port + 2))
base=http://127.0.0.1:$port
ferry_pid= plain_pid= sampler_pid=
finish() {
  for pid in $ferry_pid $plain_pid $sampler_pid; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$home" "$folder/random" "$folder/plain" "$folder/rss" "$folder"/*.log
}
trap finish EXIT

./ferry help >/dev/null # builds what must be built

start_ferry() {
  "$JAVA_HOME/bin/java" "-Xmx$heap" -cp target/ferry.jar io.ferry.Ferry serve -- --server.port="$port" --management.server.port="$management_port" --ferry.home="$home" \
    --camunda.client.grpc-address=http://127.0.0.1:1 --camunda.client.rest-address=http://127.0.0.1:1 >>"$folder/ferry.log" 2>&1 &
  ferry_pid=$!
  disown "$ferry_pid"
  for _ in $(seq 600); do
    curl -fs "http://127.0.0.1:$management_port/actuator/health/liveness" >/dev/null 2>&1 && return
    kill -0 "$ferry_pid" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$folder/ferry.log" >&2
  exit 1
}
stop_ferry() { kill -9 "$ferry_pid"; while kill -0 "$ferry_pid" 2>/dev/null; do sleep 0.05; done; ferry_pid=; }

# Migrations on record without an engine: files can be uploaded to them all the same.
start_ferry
kill "$ferry_pid"; while kill -0 "$ferry_pid" 2>/dev/null; do sleep 0.05; done
ferry_pid=
settings='{"source":{"url":"http://127.0.0.1:1","credential":"a"},"target":{"url":"http://127.0.0.1:2","credential":"a"},"modes":{},"thresholds":{"unmatchedPeopleLimit":20,"tolerableDifferencePercent":1.0,"stuckAfter":"PT30M"},"pollPause":"PT5S","rehearsal":false}'
sql=
for n in $(seq 0 "$rounds"); do
  sql+="insert into migration (id, name, app, settings, created_at) values ('bench-$n', 'Bench', 'BIGPICTURE', '$settings', now());"
done
"$JAVA_HOME/bin/java" -cp "$(ls target/lib/h2-*.jar)" org.h2.tools.Shell -url "jdbc:h2:file:$home/database/ferry" -user "" -password "" -sql "$sql" >/dev/null

echo "making $megabytes MB"
head -c "${megabytes}000000" /dev/urandom >"$folder/random"
bytes=$(stat -c %s "$folder/random")
hash=$(sha256sum "$folder/random" | cut -d' ' -f1)

uploads() { echo "$base/api/migrations/bench-$1/files/dump"; }
create() { # migration -> address of the upload
  echo "$base$(curl -fsS -D - -o /dev/null -X POST -H 'Tus-Resumable: 1.0.0' -H "Upload-Length: $bytes" \
    -H "Upload-Metadata: filename $(printf bench.dump | base64)" "$(uploads "$1")/uploads" |
    tr -d '\r' | sed -n 's/^Location: //Ip')"
}
patch() { # address, offset: sends the rest, as far as it gets; with how=exec in place of its shell, so that it can be killed
  ${how:-} curl -sS -o /dev/null -C "$2" -X PATCH -T "$folder/random" -H 'Expect:' -H 'Tus-Resumable: 1.0.0' -H "Upload-Offset: $2" \
    -H 'Content-Type: application/offset+octet-stream' "$1"
}
offset() { curl -fsS -I -H 'Tus-Resumable: 1.0.0' "$1" | tr -d '\r' | sed -n 's/^Upload-Offset: //Ip'; }
settled_offset() { # what was still in the pipe when the sender died is written first
  local before=- there
  there=$(offset "$1")
  while [ "$there" != "$before" ]; do sleep 0.3; before=$there; there=$(offset "$1"); done
  echo "$there"
}
stored_hash() { curl -fsS "$(uploads "$1")" | sed -n 's/.*"sha256":"\([0-9a-f]*\)".*/\1/p'; }
wait_uploaded() { for _ in $(seq 3000); do [ -n "$(stored_hash "$1")" ] && return; sleep 0.05; done; echo "not uploaded" >&2; exit 1; }
now() { date +%s.%N; }
mbs() { awk -v b="$bytes" -v a="$1" -v e="$2" 'BEGIN { printf "%.0f", b / 1e6 / (e - a) }'; }
rss() { awk -v f="$2" '$1 == f":" {printf "%.0f", $2 / 1024}' "/proc/$1/status"; }

start_ferry
"$JAVA_HOME/bin/java" src/bench/PlainServer.java "$plain_port" "$folder/plain" >/dev/null &
plain_pid=$!
disown "$plain_pid"
until curl -s -o /dev/null "http://127.0.0.1:$plain_port/" -T /dev/null; do sleep 0.1; done

echo "## throughput: $bytes bytes, MB/s; the plain server writes only, Ferry hashes, looks and stores"
plain_best=0 ferry_best=0 sent_best=0
for n in $(seq "$rounds"); do
  sync
  begin=$(now)
  curl -sS -o /dev/null -H 'Expect:' -T "$folder/random" "http://127.0.0.1:$plain_port/"
  end=$(now)
  plain=$(mbs "$begin" "$end")
  rm -f "$folder/plain"
  sync
  address=$(create "$n")
  begin=$(now)
  patch "$address" 0
  sent=$(now)
  wait_uploaded "$n"
  end=$(now)
  [ "$(stored_hash "$n")" = "$hash" ] || { echo "round $n: another hash" >&2; exit 1; }
  ferry=$(mbs "$begin" "$sent")
  whole=$(mbs "$begin" "$end")
  echo "round $n: curl -T to a plain server $plain, to Ferry $ferry (until it is uploaded $whole), load $(cut -d' ' -f1 /proc/loadavg), Ferry's memory $(rss "$ferry_pid" VmRSS) MB"
  [ "$plain" -gt "$plain_best" ] && plain_best=$plain
  [ "$ferry" -gt "$sent_best" ] && sent_best=$ferry
  [ "$whole" -gt "$ferry_best" ] && ferry_best=$whole
  find "$home/artifacts" -name content -size +1M -delete
done
awk -v p="$plain_best" -v s="$sent_best" -v f="$ferry_best" 'BEGIN {
  printf "best: plain %d, Ferry %d: %.2f (at least 0.8); until it is hashed, forced to the disk and stored %d: %.2f\n", p, s, s / p, f, f / p }'

echo "## cut three times, Ferry killed once; heap at most $heap"
address=$(create 0)
: >"$folder/rss"
( while :; do
    pid=$(cat "$folder/pid" 2>/dev/null) && [ -r "/proc/$pid/status" ] && rss "$pid" VmRSS >>"$folder/rss" && echo >>"$folder/rss"
    sleep 0.2
  done ) 2>/dev/null &
sampler_pid=$!
disown "$sampler_pid"
echo "$ferry_pid" >"$folder/pid"
begin=$(now)
events=("cut" "kill" "cut" "cut")
for n in 0 1 2 3; do
  there=$(settled_offset "$address")
  how=exec patch "$address" "$there" 2>/dev/null &
  sender=$!
  goal=$((bytes / 5 * (n + 1)))
  while kill -0 "$sender" 2>/dev/null && [ "$(offset "$address" 2>/dev/null || echo 0)" -lt "$goal" ]; do sleep 0.05; done
  kill -0 "$sender" 2>/dev/null || { echo "the file came to its end too fast to be cut: make it larger" >&2; exit 1; }
  if [ "${events[n]}" = kill ]; then
    stop_ferry
    wait "$sender" || true
    start_ferry
    echo "$ferry_pid" >"$folder/pid"
  else
    kill -9 "$sender"
    wait "$sender" 2>/dev/null || true
  fi
  echo "${events[n]} at $(settled_offset "$address") bytes"
done
until patch "$address" "$(offset "$address")" 2>/dev/null && [ -n "$(stored_hash 0)" ]; do
  [ -n "$(stored_hash 0)" ] && break
  sleep 0.1
done
wait_uploaded 0
end=$(now)
echo "uploaded after $(awk -v a="$begin" -v b="$end" 'BEGIN { printf "%.1f", b - a }') s, restart included"
if [ "$(stored_hash 0)" = "$hash" ]; then echo "hash equal: $hash"; else echo "HASH DIFFERS" >&2; exit 1; fi
sort -n "$folder/rss" | awk 'NF { a[n++] = $1 } END { printf "Ferry'"'"'s memory (RSS), %d samples: lowest %d, median %d, highest %d MB\n", n, a[0], a[int(n / 2)], a[n - 1] }'
rm -f "$folder/pid"
