#!/bin/sh
# One replica of csekg or three behind HAProxy on one machine; see docs/replicas.md. Tested with HAProxy 3.0,
# over the embedded dataset and over Virtuoso. Needs haproxy, socat and procps.
#   deploy/replicas.sh start [OPTION of csekg serve]...   start the replicas, then HAProxy
#   deploy/replicas.sh roll [OPTION of csekg serve]...    replace one after the other, dead ones too
#   deploy/replicas.sh stop
# It starts the `csekg` on the path with the current environment and options: a new release is another
# csekg on the path, another CSEKG_ENDPOINT or another --dataset.
# BIND is the address for clients, CERTIFICATE the file with its certificate, if any; PORTS are the
# ports of the replicas, 8001 8002 8003 if none are set, RUN is the folder for logs,
# process ids and HAProxy's socket; who can write to that folder controls HAProxy.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command=${1:-}
[ $# -eq 0 ] || shift

fail() { echo "replicas: $*" >&2; exit 1; }

case $command in
  start | roll | stop) ;;
  *) fail "say start, roll or stop; see the top of $0" ;;
esac
mkdir -p -m 700 "${RUN:=run}"
RUN=$(cd "$RUN" && pwd)
export BIND="${BIND:-127.0.0.1:8000}" RUN

PORTS=${PORTS:-8001 8002 8003}
case $(echo "$PORTS" | wc -w) in
  1) numbers=1 ;;
  3) numbers="1 2 3" ;;
  *) fail "PORTS names one port or three" ;;
esac
port() { echo "$PORTS" | cut -d ' ' -f "$1"; }

haproxy_says() { echo "$1" | socat - "UNIX-CONNECT:$RUN/haproxy.sock"; }

# Prints 2 if the replica is ready, 0 if it is not.
state() { haproxy_says "show servers state replicas" | awk -v r="r$1" '$4 == r { print $6 }'; }

requests_under_way() {
  haproxy_says "show stat" | awk -F , -v r="r$1" '$1 == "replicas" && $2 == r { print $5 }'
}

# Waits until a command prints a value; SECONDS VALUE COMMAND...
await() {
  tries=$(($1 * 10)) value=$2
  shift 2
  until [ "$("$@")" = "$value" ]; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.1
  done
}

listens() { grep -q "^Listening on" "$RUN/r$1.log"; }

# Checks the command, too: the id of a process that died may belong to another program.
gone() { ps -o args= -p "$1" | grep -qE "csekg|haproxy|replicas" || echo gone; }

started() { if listens "$1" || [ "$(gone "$(cat "$RUN/r$1.pid")")" ]; then echo yes; fi; }

# Each replica has a process group of its own, so that signals to this script do not reach it.
start_replica() {
  number=$1
  shift
  : >"$RUN/r$number.log"
  setsid csekg serve --port "$(port "$number")" "$@" >>"$RUN/r$number.log" 2>&1 &
  echo $! >"$RUN/r$number.pid"
  await 120 yes started "$number" || true
  listens "$number" || fail "replica $number does not start: $(tail -n 3 "$RUN/r$number.log")"
  warm "$number"
}

# Pages that a process prepares once are requested here, so that clients need not wait.
warm() {
  for page in / /states/FRA /treaties/crc /matrix /api/v1/states; do
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$page" |
      socat -t 60 - "TCP:127.0.0.1:$(port "$1"),shut-none" >/dev/null || true
  done
}

# On SIGTERM csekg finishes the answers in progress.
stop_process() {
  pid=$(cat "$RUN/$1.pid")
  [ "$(gone "$pid")" ] || kill "$pid"
  await 30 gone gone "$pid" || fail "$1 (process $pid) does not stop"
}

roll_replica() {
  number=$1
  shift
  haproxy_says "set server replicas/r$number state drain" >/dev/null
  await 60 0 requests_under_way "$number" || echo "replica $number: cutting off what takes so long" >&2
  stop_process "r$number"
  # HAProxy would notice later, and apply the state of the old process to the new one.
  haproxy_says "set server replicas/r$number health down" >/dev/null
  start_replica "$number" "$@"
  await 60 2 state "$number" || fail "replica $number does not become ready; the others are as before"
  haproxy_says "set server replicas/r$number state ready" >/dev/null
  echo "replica $number is replaced"
}

case $command in
  start)
    for each in $numbers; do export "SERVER_$each=127.0.0.1:$(port $each)"; done
    for each in $numbers; do start_replica $each "$@"; done
    haproxy -D -p "$RUN/haproxy.pid" -f "$here/haproxy.cfg"
    echo "$numbers: replicas behind $BIND"
    ;;
  roll)
    for each in $numbers; do roll_replica $each "$@"; done
    ;;
  stop)
    for each in haproxy r1 r2 r3; do [ ! -f "$RUN/$each.pid" ] || stop_process $each; done
    ;;
esac
