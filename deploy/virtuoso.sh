#!/bin/sh
# Loads a release into an empty Virtuoso database and runs csekg in front of it. Tested with virtuoso-opensource 7.2.
#   ISQL="isql-vt 127.0.0.1:1111 dba PASSWORD" \
#     deploy/virtuoso.sh /srv/releases/2026.11.0 http://127.0.0.1:8890 [OPTION OF csekg serve]...
# In virtuoso.ini, section [Parameters]: DirsAllowed names the folder of the release; section [SPARQL]:
# ResultSetMaxRows = 1000000, MaxConstructTriples = 1000000; the defaults truncate answers silently.
# docs/remote.md has lines with which it does not hang.
set -eu
release=$1 server=$2
shift 2

# Virtuoso has no default graph of its own, and its union of graphs repeats triples.
export CSEKG_ENDPOINT="$server/sparql" CSEKG_ENDPOINT_DEFAULT_GRAPH=https://w3id.org/csekg/id/graph/union
$ISQL "exec=ld_dir('$release', 'csekg.nq', '');
ld_dir('$release', 'csekg.ttl', '$CSEKG_ENDPOINT_DEFAULT_GRAPH'); rdf_loader_run(); checkpoint;"
exec csekg serve "$@"
