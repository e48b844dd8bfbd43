# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# The hold: an operator's order not to change the route. Other scripts source this file.
#
# A failure of this host or of AWS must not release a hold. The last value applies until the monitor reads another one, also after
# a restart of the monitor. A host that has never read a value waits for the first answer, 15 s at most. If that is an error, the monitor
# acts: without Systems Manager, a fail-over is more important than a hold that probably does not exist.

# HOLD: `free`, `held`, `unread` (every reading has failed) or `unknown` (the first reading has not ended). HOLD_PARAMETER: the same for
# the parameter only. HOLD_ERRORS: 1 if its last reading failed.
HOLD=unknown
HOLD_PARAMETER=unknown
HOLD_ERRORS=0
HOLD_READER=""
HOLD_COMPLAINT=""

# Sets HOLD. The file on this host applies at once. The parameter is read in the background, because a switch must not wait for it.
read_hold() {
  local kept=""
  if [[ -z $PATH_HOLD_PARAMETER ]]; then
    HOLD_PARAMETER=free
  else
    # Any other content, or a file that cannot be read, keeps the last value.
    { IFS= read -r kept <"$KEPT_HOLD"; } 2>/dev/null
    case $kept in
      hold) HOLD_PARAMETER=held ;;
      free) HOLD_PARAMETER=free ;;
    esac
    hear_hold_error
    [[ $HOLD_PARAMETER != unknown || $HOLD_ERRORS == 0 ]] || HOLD_PARAMETER=unread
  fi
  HOLD=$HOLD_PARAMETER
  # A dangling symbolic link is a hold too.
  if [[ -e $ROOT/etc/tierra/path-monitor.hold || -L $ROOT/etc/tierra/path-monitor.hold ]]; then
    HOLD=held
  fi
}

# Logs once why the parameter could not be read.
hear_hold_error() {
  local text=""
  HOLD_ERRORS=0
  { IFS= read -r -d '' text <"$WORK/hold-error"; } 2>/dev/null
  if [[ -n $text ]]; then
    HOLD_ERRORS=1
    text=${text//$'\n'/ }
    text=${text# }
    if [[ -z $HOLD_COMPLAINT ]]; then
      case $HOLD_PARAMETER in
        free | held) say "the hold could not be read and stays $HOLD_PARAMETER: ${text:0:200}" ;;
        *) say "the hold could not be read and does not apply: ${text:0:200}" ;;
      esac
    fi
  fi
  HOLD_COMPLAINT=$text
}

# Reads the parameter in the background, once at a time: a slower reader could overwrite a newer value with an older one.
refresh_hold() {
  [[ -n $PATH_HOLD_PARAMETER ]] || return 0
  [[ -z $HOLD_READER ]] || ! kill -0 "$HOLD_READER" 2>/dev/null || return 0
  ask_for_hold 9>&- &
  HOLD_READER=$!
}

ask_for_hold() {
  local answer="$WORK/hold.$BASHPID" error="$WORK/hold-error.$BASHPID" value="" text=""
  if bounded 15 aws ssm get-parameter --name "$PATH_HOLD_PARAMETER" --query Parameter.Value --output text \
    --region "$PATH_REGION" --cli-connect-timeout 3 --cli-read-timeout 8 >"$answer" 2>"$error"; then
    IFS= read -r value <"$answer"
  else
    IFS= read -r -d '' text <"$error"
    # Not a failure: without the parameter there is no hold.
    [[ $text != *ParameterNotFound* ]] || value=free
  fi
  if [[ $value == hold || $value == free ]]; then
    printf '%s\n' "$value" >"$answer"
    # A rename is atomic, also when this process is killed.
    mv -f "$answer" "$KEPT_HOLD" && rm -f "$error" "$WORK/hold-error"
  else
    printf '%s' "${text:-no answer}" >"$error"
    mv -f "$error" "$WORK/hold-error"
    rm -f "$answer"
  fi
}
