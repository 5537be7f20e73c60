#!/bin/sh
# Reads today's lists and proposes what they change: a branch with one commit, whose message has what
# the command says and which files changed. For cron or a scheduled job; arguments go to `csekg refresh`.
# Exit code: 0 nothing is new, 1 something is, 2 refused (nothing is committed then).
set -eu
cd "$(dirname "$0")/.."
message=$(mktemp)
trap 'rm -f "$message"' EXIT
status=0
"${CSEKG:-.venv/bin/csekg}" refresh "$@" >"$message" || status=$?
[ "$status" -le 1 ] || exit "$status"
if git diff --quiet -- data; then exit "$status"; fi
day=$(date -u +%Y-%m-%d)
git switch --quiet --create "refresh-$day"
{ printf 'Refresh of %s\n\n' "$day"; cat "$message"; git diff --stat -- data; } | git commit --quiet --file - -- data
git push --quiet --set-upstream origin "refresh-$day"
exit "$status"
