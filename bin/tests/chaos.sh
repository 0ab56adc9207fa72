#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Two minutes in which venues, processes and NATS fail after a plan; everything published is held against the truth.
# Needs a finished build.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/marketprism-chaos.XXXXXX")
export MARKETPRISM_STATE=$SCRATCH/state

finish() {
  local code=$?
  "$ROOT/bin/marketprism" down >/dev/null 2>&1 || true
  if [ $code -ne 0 ]; then
    echo "The logs, the plan and the truth of the failed run are kept in $SCRATCH" >&2
  else
    rm -rf "$SCRATCH"
  fi
}
trap finish EXIT

CODE=0
"$ROOT/bin/marketprism" chaos --minutes 2 --seed "${1:-1}" >"$SCRATCH/report.md" 2>"$SCRATCH/chaos.out" </dev/null || CODE=$?
if [ $CODE -ne 0 ]; then
  cat "$SCRATCH/chaos.out" "$SCRATCH/report.md" >&2
  exit 1
fi
[ ! -d "$MARKETPRISM_STATE/run" ] || { echo "FAILED: chaos leaves process ids" >&2; exit 1; }
echo "chaos: $(sed -n 's/^The plan has \(.* kinds\).*/\1/p' "$SCRATCH/chaos.out"), nothing wrong, nothing lost:" \
  "$(sed -n 's/^| books | \(.*\) |/\1 books/p' "$SCRATCH/report.md"), $(sed -n 's/^| trades | \(.*\) |/\1 trades/p' "$SCRATCH/report.md")."
