# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used by those that source this file
# Whether somebody holds the monitor where it is. Sourced, never run.
#
# A hold is a person's word, and no fault of ours may take it back. What was read last stands until something else is read, for a
# successor of this process as well; before anything was read, nothing moves.

# `free`, `held`, or `unknown`; the parameter's part of it; whether its last reading failed.
HOLD=unknown
HOLD_PARAMETER=unknown
HOLD_ERRORS=0
HOLD_READER=""
HOLD_COMPLAINT=""

# Sets HOLD. The file on this host holds at once; the parameter is read beside the rounds, since a switch must not wait for it.
read_hold() {
  local kept=""
  if [[ -z $PATH_HOLD_PARAMETER ]]; then
    HOLD_PARAMETER=free
  else
    # Whatever is not one of the two words, a file that cannot be read among it, leaves the last one standing.
    { IFS= read -r kept <"$KEPT_HOLD"; } 2>/dev/null
    case $kept in
      hold) HOLD_PARAMETER=held ;;
      free) HOLD_PARAMETER=free ;;
    esac
    hear_hold_error
  fi
  HOLD=$HOLD_PARAMETER
  # A link that leads nowhere is somebody's hold, too.
  if [[ -e $ROOT/etc/tierra/path-monitor.hold || -L $ROOT/etc/tierra/path-monitor.hold ]]; then
    HOLD=held
  fi
}

# Says once why the parameter could not be read.
hear_hold_error() {
  local text=""
  HOLD_ERRORS=0
  { IFS= read -r -d '' text <"$WORK/hold-error"; } 2>/dev/null
  if [[ -n $text ]]; then
    HOLD_ERRORS=1
    text=${text//$'\n'/ }
    text=${text# }
    [[ -n $HOLD_COMPLAINT ]] || say "the hold could not be read, so that it stays $HOLD_PARAMETER: ${text:0:200}"
  fi
  HOLD_COMPLAINT=$text
}

# Reads the parameter in the background. Never twice at a time: the slower one would bring back what the faster one replaced.
refresh_hold() {
  [[ -n $PATH_HOLD_PARAMETER ]] || return 0
  [[ -z $HOLD_READER ]] || ! kill -0 "$HOLD_READER" 2>/dev/null || return 0
  ask_for_hold 9>&- &
  HOLD_READER=$!
}

ask_for_hold() {
  local answer="$WORK/hold.$BASHPID" error="$WORK/hold-error.$BASHPID" value="" text=""
  if bounded 15 aws ssm get-parameter --name "$PATH_HOLD_PARAMETER" --query Parameter.Value --output text \
    --region "$PATH_REGION" >"$answer" 2>"$error"; then
    IFS= read -r value <"$answer"
  else
    IFS= read -r -d '' text <"$error"
    # An answer, and no fault: nobody can hold by what is not there.
    [[ $text != *ParameterNotFound* ]] || value=free
  fi
  if [[ $value == hold || $value == free ]]; then
    printf '%s\n' "$value" >"$answer"
    # Whole or not at all, whenever this is killed.
    mv -f "$answer" "$KEPT_HOLD" && rm -f "$error" "$WORK/hold-error"
  else
    printf '%s' "${text:-no answer}" >"$error"
    mv -f "$error" "$WORK/hold-error"
    rm -f "$answer"
  fi
}
