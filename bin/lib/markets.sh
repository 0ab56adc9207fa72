# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the demo's job collects, and of which simulated venue. The collector's keys are named in this file only.

# BASE-QUOTE of what is traded, currencies that have a volatility index, and the subjects that must be published; one
# word each.
PAIRS=
CURRENCIES=
SUBJECTS=
# Between two requests for a figure. With the intervals of real venues there would be little to see for a minute.
POLL=5s

# The recorded frames, one a line.
recorded_frames() {
  local file
  for file in "${REPLAY[@]}"; do
    case $file in *.gz) gzip -dc "$file" ;; *) cat "$file" ;; esac
  done
}

# Whose frames they are: depth events of USD-M name the event before in the field pu, those of spot do not.
recorded_venue() {
  # The end of a pipe that nobody reads on from is no failure.
  set +o pipefail
  if recorded_frames 2>/dev/null | grep -q '"pu\\*":'; then echo binance_derivatives; else echo binance_spot; fi
  set -o pipefail
}

# What of which instrument was recorded, as "btcusdt@depth", "btcusdt@trade", "btcusdt@aggTrade".
recorded_streams() {
  { recorded_frames | grep -o '"stream\\*": *\\*"[a-z0-9_]*@\(depth\|trade\|aggTrade\)' || true; } | sed 's/.*"//' | sort -u
}

# The job as conf/collector.yaml has it, with simulators in the venues' places.
simulated_market() {
  simulated_venues
  PAIRS=$(traded_pairs)
  # As on the real Deribit, a currency without an inverse perpetual has no index.
  CURRENCIES=$(venue_get deribit '/api/v2/public/get_instruments?currency=any&kind=future' |
    sed -n 's/.*"instrument_name":"\([A-Z0-9]*\)-PERPETUAL".*/\1/p')
  SUBJECTS=$(default_subjects)
  [ -z "$SYMBOLS" ] || choose_instruments
}

# Where the simulators are, and how often they are polled.
simulated_venues() {
  local venue simulated
  JOB_ARGS=(--config "$ROOT/conf/collector.yaml" --set "nats.url=$NATS_URL")
  for venue in binance_spot binance_derivatives okx_spot okx_derivatives deribit_derivatives; do
    # OKX is one simulator, Deribit too, whatever the market.
    case $venue in okx_* | deribit_*) simulated=${venue%%_*} ;; *) simulated=$venue ;; esac
    JOB_ARGS+=(--set "exchanges.$venue.api.ws_url=$(venue_url ws "$simulated")"
      --set "exchanges.$venue.api.base_url=$(venue_url rest "$simulated")")
  done
  JOB_ARGS+=(--set "exchanges.binance_derivatives.api.ws_api_url=$(venue_url ws binance_derivatives)/ws-fapi/v1")
  for venue in binance_derivatives okx_derivatives; do
    JOB_ARGS+=(--set "exchanges.$venue.poll.funding_rate=$POLL"
      --set "exchanges.$venue.poll.open_interest=$POLL"
      --set "exchanges.$venue.poll.lsr_top_position=$POLL"
      --set "exchanges.$venue.poll.lsr_all_account=$POLL")
  done
  JOB_ARGS+=(--set "exchanges.deribit_derivatives.poll.volatility_index=$POLL")
}

# Pairs that the simulated venues trade, spot and perpetual.
traded_pairs() {
  local pairs
  pairs=$(venue_get okx '/api/v5/public/instruments?instType=SPOT' |
    sed -n 's/.*"instId":"\([A-Z0-9-]*\)".*"state":"live".*/\1/p')
  [ "$(wc -w <<<"$pairs")" -eq "$(wc -w <<<"${SYMBOLS//,/ }")" ] || [ -z "$SYMBOLS" ] ||
    die "not all of $SYMBOLS are traded on every simulated venue, spot and perpetual; BTCUSDT, ETHUSDT, SOLUSDT are"
  printf '%s\n' "$pairs"
}

# All eight data types of PAIRS: 38 subjects of two pairs.
default_subjects() {
  local pair market type currency
  for pair in $PAIRS; do
    for market in binance.spot binance.perpetual okx.spot okx.perpetual; do
      echo "orderbook.$market.$pair" "trade.$market.$pair"
    done
    for type in funding_rate open_interest liquidation lsr_top_position lsr_all_account; do
      echo "$type.binance.perpetual.$pair" "$type.okx.perpetual.$pair"
    done
  done | tr ' ' '\n'
  for currency in $CURRENCIES; do echo "volatility_index.deribit.options.$currency"; done
}

# Each venue has names of its own for the pairs.
choose_instruments() {
  local pair okx= swaps=
  for pair in $PAIRS; do
    okx=$okx,$pair
    swaps=$swaps,$pair-SWAP
  done
  JOB_ARGS+=(--set "exchanges.binance_spot.symbols=[$SYMBOLS]"
    --set "exchanges.binance_derivatives.symbols=[$SYMBOLS]"
    --set "exchanges.okx_spot.symbols=[${okx#,}]"
    --set "exchanges.okx_derivatives.symbols=[${swaps#,}]")
  if [ -n "$CURRENCIES" ]; then
    JOB_ARGS+=(--set "exchanges.deribit_derivatives.symbols=[$(paste -sd, - <<<"$CURRENCIES")]")
  else
    JOB_ARGS+=(--set exchanges.deribit_derivatives.enabled=false)
  fi
}

# One venue only, what was recorded of it only, but of that every update and every level: what is published can be
# compared with the venue's books one by one.
recorded_market() {
  local venue=$VENUES other streams pairs stream name pair type names= types= subjects=
  streams=$(recorded_streams)
  # Trades of USD-M are collected gathered; the simulator gathers where they were recorded single. Spot's are not.
  [ "$venue" = binance_spot ] || streams=$(sort -u <<<"${streams//@aggTrade/@trade}")
  pairs=$(binance_pairs "$venue")
  for stream in $streams; do
    name=$(tr '[:lower:]' '[:upper:]' <<<"${stream%@*}")
    pair=$(sed -n "s/^$name //p" <<<"$pairs")
    case ${pair:+${stream#*@}} in
      depth) type=orderbook ;;
      trade) type=trade ;;
      *) continue ;;
    esac
    subjects="$subjects $type.$(market_of "$venue").$pair"
    case ,$names, in *,"$name",*) ;; *) names=$names,$name ;; esac
    case ,$types, in *,"$type",*) ;; *) types=$types,$type ;; esac
  done
  [ -n "$subjects" ] || die "the recordings hold no depth and no trades that Binance's streams have"
  SUBJECTS=$(tr ' ' '\n' <<<"${subjects# }")
  JOB_ARGS=(--config "$ROOT/conf/collector.yaml" --set "nats.url=$NATS_URL")
  for other in binance_spot binance_derivatives okx_spot okx_derivatives deribit_derivatives; do
    [ "$other" = "$venue" ] || JOB_ARGS+=(--set "exchanges.$other.enabled=false")
  done
  JOB_ARGS+=(--set "exchanges.$venue.api.ws_url=$(venue_url ws "$venue")"
    --set "exchanges.$venue.api.base_url=$(venue_url rest "$venue")"
    --set "exchanges.$venue.symbols=[${names#,}]"
    --set "exchanges.$venue.data_types=[${types#,}]"
    --set "exchanges.$venue.orderbook.keep-depth=100000"
    --set publish.depth=full
    --set publish.interval-ms=0
    --set degradation.enabled=false)
  case $venue in
    binance_spot) JOB_ARGS+=(--set exchanges.binance_spot.orderbook.snapshot-limit=5000) ;;
    binance_derivatives)
      JOB_ARGS+=(--set exchanges.binance_derivatives.orderbook.snapshot-limit=1000
        --set "exchanges.binance_derivatives.api.ws_api_url=$(venue_url ws "$venue")/ws-fapi/v1")
      ;;
  esac
}
