#!/bin/sh
# Loads a release into Virtuoso and runs csekg in front of it. Tested with virtuoso-opensource 7.2.
# In virtuoso.ini, section [SPARQL]: ResultSetMaxRows = 1000000, MaxConstructTriples = 1000000;
# the defaults truncate answers silently. docs/remote.md has lines with which it does not hang.
#   CSEKG_ENDPOINT_PASSWORD=... deploy/virtuoso.sh http://127.0.0.1:8890 [OPTION OF csekg serve]...
set -eu
server=${1:-http://127.0.0.1:8890}
[ $# -eq 0 ] || shift

export CSEKG_ENDPOINT="$server/sparql"
export CSEKG_ENDPOINT_USER="${CSEKG_ENDPOINT_USER:-dba}"
# Virtuoso has no default graph of its own, and its union of graphs repeats triples.
export CSEKG_ENDPOINT_DEFAULT_GRAPH=https://w3id.org/csekg/id/graph/union
csekg push --by-graph "$server/sparql-graph-crud-auth"
# Reading needs no password; the service must not have that of the administrator.
unset CSEKG_ENDPOINT_USER CSEKG_ENDPOINT_PASSWORD
exec csekg serve "$@"
