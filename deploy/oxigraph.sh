#!/bin/sh
# Loads a release into an Oxigraph server and runs csekg in front of it. Tested with Oxigraph 0.5.
#   deploy/oxigraph.sh releases/2026.11.0 http://127.0.0.1:7878 [OPTION OF csekg serve]...
# The server:
#   oxigraph serve --location /srv/oxigraph --bind 127.0.0.1:7878 --timeout-s 10
# Do not use --union-default-graph: it returns a triple once for each graph that contains it.
set -eu
release=$1 server=$2
shift 2

put() { curl --fail --silent --show-error --request PUT --header "Content-Type: $1" --upload-file "$2" "$3"; }

# The first replaces everything in the store, the second adds the union of all graphs as the default graph.
put application/n-quads "$release/csekg.nq" "$server/store"
put text/turtle "$release/csekg.ttl" "$server/store?default"
export CSEKG_ENDPOINT="$server/query"
exec csekg serve "$@"
