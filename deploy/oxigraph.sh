#!/bin/sh
# Loads a release into an Oxigraph server and runs csekg in front. Run here, with Oxigraph 0.5.
#   deploy/oxigraph.sh http://127.0.0.1:7878 [OPTION OF csekg serve]...
# The server:
#   oxigraph serve --location /srv/oxigraph --bind 127.0.0.1:7878 --timeout-s 10
# Do not give it --union-default-graph: that repeats a triple for each graph that holds it.
set -eu
server=${1:-http://127.0.0.1:7878}
[ $# -eq 0 ] || shift

export CSEKG_ENDPOINT="$server/query"
# One request, one transaction: queries see the earlier release until this one is complete.
csekg push "$server/store"
exec csekg serve "$@"
