#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# heal.sh TRIES COMMAND [ARGUMENT...]: a container's health check that also heals. Docker leaves an unhealthy container as
# it is; after TRIES failures in a row this kills what runs in the container, so that its restart policy brings it back.
# The container needs `init: true` (what is killed must not be process 1, which ignores it) and a /tmp of its own, empty at
# each start.
failures=/tmp/health-failures

tries=$1
shift
# A job that was stopped on purpose has no answer and needs no cure.
[ ! -e /tmp/stopped-on-purpose ] || exit 1
if "$@" >/dev/null 2>&1; then
  rm -f "$failures"
  exit 0
fi
echo x >>"$failures"
[ "$(wc -l <"$failures")" -ge "$tries" ] || exit 1
echo "$tries failures in a row: ending the container"
# All processes that this user may end, but process 1 and this one.
kill -9 -1
exit 1
