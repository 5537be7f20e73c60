#!/bin/sh
# Loads a release into GraphDB and runs csekg in front. NOT run here: written from the server's
# documentation. Create the repository with the ruleset "empty": inferred triples would be counted.
#   deploy/graphdb.sh http://127.0.0.1:7200/repositories/csekg [OPTION OF csekg serve]...
set -eu
repository=${1:-http://127.0.0.1:7200/repositories/csekg}
[ $# -eq 0 ] || shift

export CSEKG_ENDPOINT="$repository"
# Its default graph is a union of its own; csekg asks the graph of this name instead.
export CSEKG_ENDPOINT_DEFAULT_GRAPH=https://w3id.org/csekg/id/graph/union
# Statements are replaced in one transaction.
csekg push "$repository/statements"
exec csekg serve "$@"
