#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# sample-health.sh PORT FILE: adds to FILE, once a second, what /health says: time in ms, HTTP status, its word; 000 and
# "silent" where no answer comes. A process of the drill.
set -euo pipefail

answer() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  while IFS= read -r -t 2 line <&3 || [ -n "$line" ]; do printf '%s\n' "${line%$'\r'}"; done
) 2>/dev/null

while :; do
  now=${EPOCHREALTIME/[.,]/}
  text=$(answer "$1" || true)
  code=$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' <<<"$text")
  # The first word of that name is the whole's, those of its checks come after it.
  word=$(grep -o '"status" *: *"[a-z]*"' <<<"$text" | head -n 1 | sed 's/.*"\([a-z]*\)"$/\1/' || true)
  printf '%s\t%s\t%s\n' "${now%???}" "${code:-000}" "${word:-silent}" >>"$2"
  sleep 1
done
