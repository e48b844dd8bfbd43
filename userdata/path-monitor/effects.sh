# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used by those that source this file
# Everything of the path monitor that touches the world: ping, the EC2 API, CloudWatch, files. Sourced, never run.
#
# No command substitution anywhere: bash 5.2 (Amazon Linux 2023's) runs a trap that comes during one in the midst of its parser,
# and dies of "unexpected EOF while looking for matching )". Answers go through files on tmpfs or through variables.

# What ROUTES was last read to be, and of which pair what.
ROUTES=unknown
declare -A PAIR_STATES=()
API_ERRORS=0

# Milliseconds, without a process.
now_ms() {
  local micros=${EPOCHREALTIME/[.,]/}
  NOW=$((micros / 1000))
}

# Seconds with a fraction, as ping and sleep read them.
seconds() {
  printf -v SECONDS_TEXT '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

# Ends early when a signal comes: bash runs a trap during `wait`, but not during a command.
pause() {
  seconds "$1"
  sleep "$SECONDS_TEXT" 9>&- &
  wait $!
}

# Every target of both paths side by side. Sets PRIMARY, VPN (good, poor, bad), LOSS and RTT (of Direct Connect, means).
probe() {
  local -a pids=() primary=() vpn=()
  local target spacing wait limit
  seconds "$PATH_PING_SPACING_MS" && spacing=$SECONDS_TEXT
  seconds "$PATH_PING_WAIT_MS" && wait=$SECONDS_TEXT
  # A ping that hangs is a ping that is lost.
  seconds $((PATH_PINGS * PATH_PING_SPACING_MS + PATH_PING_WAIT_MS + 1000)) && limit=$SECONDS_TEXT
  for target in "${TARGETS[@]}" "${VPN_TARGETS[@]}"; do
    LC_ALL=C timeout "$limit" ping -n -q -c "$PATH_PINGS" -i "$spacing" -W "$wait" "$target" \
      >"$WORK/ping.$target" 2>&1 9>&- &
    pids+=($!)
  done
  wait "${pids[@]}"
  local losses=0 rtts=0 answered=0
  for target in "${TARGETS[@]}"; do
    read_ping "$target"
    primary+=("$VERDICT")
    losses=$((losses + TARGET_LOSS))
    [[ -z $TARGET_RTT ]] || rtts=$((rtts + TARGET_RTT)) answered=$((answered + 1))
  done
  LOSS=$((losses / ${#TARGETS[@]})) RTT=""
  ((answered == 0)) || RTT=$((rtts / answered))
  for target in "${VPN_TARGETS[@]}"; do
    read_ping "$target"
    vpn+=("$VERDICT")
  done
  judge_round "$PATH_QUORUM" "${primary[@]}" && PRIMARY=$VERDICT
  judge_round 1 "${vpn[@]}" && VPN=$VERDICT
}

# Whatever cannot be read is a loss: no route, no permission, no such program.
read_ping() {
  local text=""
  # Up to the first null character, of which there is none: the whole file, and the status of one that ended too soon.
  IFS= read -r -d '' text <"$WORK/ping.$1" || true
  TARGET_LOSS=100 TARGET_RTT=""
  if [[ $text =~ ([0-9]+)\ packets\ transmitted,\ ([0-9]+)\ received ]] && ((BASH_REMATCH[1] > 0)); then
    TARGET_LOSS=$(((BASH_REMATCH[1] - BASH_REMATCH[2]) * 100 / BASH_REMATCH[1]))
    ((TARGET_LOSS >= 0)) || TARGET_LOSS=0
  fi
  [[ $text =~ =\ [0-9.]+/([0-9]+) ]] && TARGET_RTT=${BASH_REMATCH[1]}
  judge_target "$TARGET_LOSS" "$TARGET_RTT"
}

# api ARGUMENTS...: one call, its answer on standard output; its error in API_ERROR.
api() {
  bounded 15 aws "$@" --region "$PATH_REGION" --cli-connect-timeout 3 --cli-read-timeout 8 2>"$WORK/api-error"
}

api_error() {
  API_ERRORS=$((API_ERRORS + 1))
  IFS= read -r -d '' API_ERROR <"$WORK/api-error" || true
  API_ERROR=${API_ERROR//$'\n'/ }
  API_ERROR=${API_ERROR# }
  API_ERROR=${API_ERROR:0:200}
  API_ERROR=${API_ERROR:-no answer}
}

# Sets ROUTES and PAIR_STATES from the tables themselves; leaves both as they are when a table cannot be read.
read_routes() {
  local pair table
  local -A tables=() states=()
  for pair in "${PAIRS[@]}"; do
    table=${pair%%:*}
    if [[ ! -v "tables[$table]" ]]; then
      # 9>&-: only calls that write keep the lock beyond this process.
      if ! api ec2 describe-route-tables --route-table-ids "$table" --output text --query \
        'RouteTables[0].Routes[?DestinationCidrBlock].[DestinationCidrBlock,NetworkInterfaceId,State,Origin]' >"$WORK/$table" 9>&-; then
        api_error
        return 1
      fi
      tables[$table]="read"
    fi
    judge_pair "$PATH_INTERFACE" "${pair#*:}" <"$WORK/$table"
    # shellcheck disable=SC2153 # set by judge_pair
    states[$pair]=$PAIR
  done
  for pair in "${PAIRS[@]}"; do
    PAIR_STATES[$pair]=${states[$pair]}
  done
  judge_pairs "${states[@]}"
}

# Reads until the tables say PATH or patience ends: EC2's answers may lag behind its own writes.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/query-api-troubleshooting.html#eventual-consistency
read_back() {
  local wanted=$1 attempt
  for attempt in 1 2 3 4 5; do
    read_routes && [[ $ROUTES == "$wanted" ]] && return 0
    ((attempt == 5)) || pause 400
  done
  return 1
}

# Create, or replace where there is one of ours already; the table decides which, not memory.
write_route() {
  local pair=$1
  local where=(--route-table-id "${pair%%:*}" --destination-cidr-block "${pair#*:}")
  local target=(--network-interface-id "$PATH_INTERFACE")
  if [[ ${PAIR_STATES[$pair]} == broken ]]; then
    api ec2 replace-route "${where[@]}" "${target[@]}" >/dev/null
  else
    api ec2 create-route "${where[@]}" "${target[@]}" >/dev/null
  fi && return 0
  api_error
  # Whoever made it since the table was read, the read-back will judge.
  [[ $API_ERROR == *RouteAlreadyExists* ]]
}

delete_route() {
  local pair=$1
  api ec2 delete-route --route-table-id "${pair%%:*}" --destination-cidr-block "${pair#*:}" >/dev/null && return 0
  api_error
  [[ $API_ERROR == *InvalidRoute.NotFound* ]]
}

# move PATH: brings every pair to where PATH wants it and reads it back. Fails on anything less.
move() {
  local wanted=$1 pair
  read_routes || return 1
  if [[ $ROUTES == foreign ]]; then
    API_ERROR="a route that is not ours stands in the way"
    return 1
  fi
  for pair in "${PAIRS[@]}"; do
    case "$wanted ${PAIR_STATES[$pair]}" in
      "vpn vpn" | "direct-connect direct-connect") ;;
      vpn*) write_route "$pair" || return 1 ;;
      *) delete_route "$pair" || return 1 ;;
    esac
  done
  read_back "$wanted" || {
    API_ERROR=${API_ERROR:-"the table says $ROUTES after the write"}
    return 1
  }
}

# Sets HOLD. The file holds at once; the parameter is read beside the rounds, since a switch must not wait for it.
read_hold() {
  local value=""
  HOLD=free
  [[ ! -e $WORK/held ]] || read -r value <"$WORK/held" || true
  if [[ -e $ROOT/etc/tierra/path-monitor.hold || $value == hold ]]; then
    HOLD=held
  fi
}

refresh_hold() {
  [[ -n $PATH_HOLD_PARAMETER ]] || return 0
  {
    # An answer that did not come changes nothing.
    bounded 15 aws ssm get-parameter --name "$PATH_HOLD_PARAMETER" --query Parameter.Value --output text \
      --region "$PATH_REGION" >"$WORK/held.new" 2>/dev/null && mv -f "$WORK/held.new" "$WORK/held"
  } 9>&- &
}

# Keeps a line for the journal and one for the log group.
say() {
  local text=${*//\"/\'}
  log "$text"
  [[ -z $PATH_LOG_GROUP ]] || printf '{"timestamp":%s,"message":"%s"}\n' "$NOW" "${text//\\/\/}" >>"$WORK/events"
}

# One round's metrics, written down; sent by the dozen, because every call of the CLI costs most of a second of processor.
record() {
  [[ -n $PATH_NAMESPACE ]] || return 0
  local seconds=$((NOW / 1000)) name value
  while [[ $# -gt 0 ]]; do
    name=$1 value=$2
    shift 2
    [[ -z $value ]] || printf '{"MetricName":"%s","Timestamp":%s,"Value":%s,"Dimensions":[{"Name":"Monitor","Value":"%s"}]}\n' \
      "$name" "$seconds" "$value" "$PATH_NAME" >>"$WORK/metrics"
  done
}

# Sends what was kept, beside the rounds; never two at a time. What cannot be sent is dropped: the alarm on the heartbeat tells.
publish() {
  [[ -z ${PUBLISHER:-} ]] || ! kill -0 "$PUBLISHER" 2>/dev/null || return 0
  local file
  for file in metrics events; do
    [[ -s $WORK/$file ]] && { mv -f "$WORK/$file" "$WORK/$file.sent"; }
  done
  {
    if [[ -s $WORK/metrics.sent ]]; then
      { printf '[' && paste -sd, "$WORK/metrics.sent" && printf ']'; } >"$WORK/metrics.json"
      bounded 20 aws cloudwatch put-metric-data --namespace "$PATH_NAMESPACE" --region "$PATH_REGION" \
        --metric-data "file://$WORK/metrics.json" >/dev/null 2>&1 || log "metrics could not be sent"
      rm -f "$WORK/metrics.sent"
    fi
    if [[ -s $WORK/events.sent ]]; then
      { printf '[' && paste -sd, "$WORK/events.sent" && printf ']'; } >"$WORK/events.json"
      send_events >/dev/null 2>&1 || log "log events could not be sent"
      rm -f "$WORK/events.sent"
    fi
  } 9>&- &
  PUBLISHER=$!
}

send_events() {
  local stream=(--log-group-name "$PATH_LOG_GROUP" --log-stream-name "$PATH_NAME-${HOSTNAME:-host}" --region "$PATH_REGION")
  bounded 20 aws logs put-log-events "${stream[@]}" --log-events "file://$WORK/events.json" && return 0
  # The first of a host: its stream is not there yet.
  bounded 20 aws logs create-log-stream "${stream[@]}" &&
    bounded 20 aws logs put-log-events "${stream[@]}" --log-events "file://$WORK/events.json"
}

# Tells systemd that a round was completed; see WatchdogSec in the unit.
notify() {
  [[ -z ${NOTIFY_SOCKET:-} ]] || systemd-notify "$@" 9>&- || true
}
