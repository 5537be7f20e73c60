#!/bin/sh
# Indexes a release with QLever and runs csekg in front. NOT run here: written from the server's
# documentation; see `IndexBuilderMain --help` and `ServerMain --help` of your version.
#   deploy/qlever.sh /srv/qlever 7019
set -eu
folder=${1:-/srv/qlever}
port=${2:-7019}

# QLever's index is made from a file; a new release is a new index in a folder of its own.
export CSEKG_ENDPOINT_DEFAULT_GRAPH=https://w3id.org/csekg/id/graph/union
mkdir -p "$folder"
csekg push "$folder/csekg.nq"
cd "$folder"
IndexBuilderMain -i csekg -F nq -f csekg.nq
ServerMain -i csekg -p "$port" &
server=$!
trap 'kill "$server"' EXIT

export CSEKG_ENDPOINT="http://127.0.0.1:$port"
until csekg query sources-and-dates >/dev/null 2>&1; do
  kill -0 "$server"
  sleep 1
done
csekg serve
