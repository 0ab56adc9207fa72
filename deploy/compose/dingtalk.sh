#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Puts the robot's address and secret into the adapter's configuration, in memory only, and starts the adapter: it reads
# no variables itself.
set -eu
: "${DINGTALK_WEBHOOK_URL:?is missing in .env: the address that DingTalk shows for the robot}"
: "${DINGTALK_SECRET:?is missing in .env: the secret that DingTalk shows for the robot (additional signature)}"

quoted() { printf '%s' "$1" | sed 's/[&|\\]/\\&/g'; }

umask 077
sed -e "s|@DINGTALK_WEBHOOK_URL@|$(quoted "$DINGTALK_WEBHOOK_URL")|" -e "s|@DINGTALK_SECRET@|$(quoted "$DINGTALK_SECRET")|" \
  /etc/dingtalk/config.yml.in >/tmp/config.yml
unset DINGTALK_WEBHOOK_URL DINGTALK_SECRET
exec /bin/prometheus-webhook-dingtalk --config.file=/tmp/config.yml --web.listen-address=:8060
