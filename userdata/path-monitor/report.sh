# shellcheck shell=bash
# Log lines, metrics and systemd notifications. Other scripts source this file.

# Writes a line to the journal and keeps one for the log group.
say() {
  local text=${*//\"/\'}
  text=${text//[[:cntrl:]]/ }
  log "$text"
  wall_ms
  [[ -z $PATH_LOG_GROUP ]] || printf '{"timestamp":%s,"message":"%s"}\n' "$WALL" "${text//\\/\/}" >>"$WORK/events"
}

# Keeps the metrics of one round. They are sent in batches, because each call of the CLI takes almost a second of CPU time.
record() {
  [[ -n $PATH_NAMESPACE ]] || return 0
  wall_ms
  local seconds=$((WALL / 1000)) name value
  while [[ $# -gt 0 ]]; do
    name=$1 value=$2
    shift 2
    [[ -z $value ]] || printf '{"MetricName":"%s","Timestamp":%s,"Value":%s,"Dimensions":[{"Name":"Monitor","Value":"%s"}]}\n' \
      "$name" "$seconds" "$value" "$PATH_NAME" >>"$WORK/metrics"
  done
}

PUBLISHER=""

# Sends the kept metrics and lines in the background, once at a time. Failures are dropped: the heartbeat alarm reports them.
publish() {
  [[ -z $PUBLISHER ]] || ! kill -0 "$PUBLISHER" 2>/dev/null || return 0
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
  # The log stream of a new host does not exist yet.
  bounded 20 aws logs create-log-stream "${stream[@]}" &&
    bounded 20 aws logs put-log-events "${stream[@]}" --log-events "file://$WORK/events.json"
}

# Notifies systemd. See WatchdogSec in the unit.
notify() {
  [[ -z ${NOTIFY_SOCKET:-} ]] || systemd-notify "$@" 9>&- || true
}
