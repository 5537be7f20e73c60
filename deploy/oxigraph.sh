#!/bin/sh
# Loads a release into an Oxigraph server and runs csekg in front of it. Tested with Oxigraph 0.5.
#   deploy/oxigraph.sh http://127.0.0.1:7878 [OPTION OF csekg serve]...
# The server:
#   oxigraph serve --location /srv/oxigraph --bind 127.0.0.1:7878 --timeout-s 10
# Do not use --union-default-graph: it returns a triple once for each graph that contains it.
set -eu
server=${1:-http://127.0.0.1:7878}
[ $# -eq 0 ] || shift

export CSEKG_ENDPOINT="$server/query"
# One request is one transaction: queries see the earlier release until the new one is complete.
csekg push "$server/store"
exec csekg serve "$@"
