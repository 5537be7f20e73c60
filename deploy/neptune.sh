#!/bin/sh
# Loads a release into Amazon Neptune and runs csekg in front. NOT run here: written from the
# server's documentation. csekg signs no requests for IAM: let the security group of the VPC admit
# it, or put a signing proxy between.
#   deploy/neptune.sh https://my-cluster.example:8182 [OPTION OF csekg serve]...
set -eu
cluster=${1:?address of the cluster, with port 8182}
shift

export CSEKG_ENDPOINT="$cluster/sparql"
# What has no graph would get a name of Neptune's own; so the union gets one of ours.
export CSEKG_ENDPOINT_DEFAULT_GRAPH=https://w3id.org/csekg/id/graph/union
# Its Graph Store Protocol works graph by graph, and a request has a size limit. For a large release
# take the bulk loader: csekg push csekg.nq, then load that file (format nquads) from its bucket.
csekg push --by-graph "$cluster/sparql/gsp/"
exec csekg serve "$@"
