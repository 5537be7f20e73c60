#!/bin/sh
# Loads a release into Apache Jena Fuseki and runs csekg in front. NOT run here: written from the
# server's documentation (its query engine was, see docs/remote.md). The dataset (TDB2, service
# /csekg) must exist, and without tdb2:unionDefaultGraph: the push brings the union itself.
#   deploy/fuseki.sh http://127.0.0.1:3030/csekg [OPTION OF csekg serve]...
set -eu
dataset=${1:-http://127.0.0.1:3030/csekg}
[ $# -eq 0 ] || shift

export CSEKG_ENDPOINT="$dataset/query"
# Set CSEKG_ENDPOINT_USER and CSEKG_ENDPOINT_PASSWORD where Fuseki asks for them.
csekg push "$dataset/data"
exec csekg serve "$@"
