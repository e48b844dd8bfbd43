# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# Carries out the decisions and logs them. Other scripts source this file.

# The last logged reason, the last state of the route table, and the last error of a reading.
SAID=""
KNOWN=""
READ_COMPLAINT=""

# Accepts and logs the state of the route table, also after a change by another writer.
adopt() {
  [[ $ROUTES != "$KNOWN" ]] || return 0
  # `behind` is the VPN too: the dwell does not start again.
  [[ ${ROUTES/behind/vpn} == "${KNOWN/behind/vpn}" ]] || adopted "$NOW"
  KNOWN=$ROUTES
  case $ROUTES in
    direct-connect) say "the route table shows Direct Connect" ;;
    vpn) say "the route table shows the VPN" ;;
    behind) say "the route table shows the VPN, and prefixes of Direct Connect without a route to the VPN" ;;
    partial) say "the route table shows an unfinished switch" ;;
    foreign) say "the route table shows a static route of another owner" ;;
  esac
  local pair
  for pair in "${PAIR_ORDER[@]}"; do
    [[ ${PAIR_STATES[$pair]} != dead ]] || say "the static route ${pair#*:} leads to a target that no longer exists"
  done
}

# heard STATUS: adopts the result of a reading, or logs its error once.
heard() {
  now_ms
  if (($1 == 0)); then
    READ_COMPLAINT=""
    adopt
    return 0
  fi
  [[ $API_ERROR == "$READ_COMPLAINT" ]] || say "the route table could not be read: $API_ERROR"
  READ_COMPLAINT=$API_ERROR
  return 1
}

look() {
  read_routes
  heard $?
}

switch() {
  local wanted=$1
  API_ERROR=""
  if move "$wanted"; then
    now_ms
    KNOWN=$ROUTES
    if [[ $ACTION == follow ]]; then
      answered
      say "the routes to the VPN follow the prefixes of Direct Connect"
    else
      switched "$NOW"
      case $wanted in
        vpn) say "Direct Connect failed. Switching to VPN" ;;
        direct-connect) say "Switching back to Direct Connect" ;;
      esac
    fi
    publish
  else
    now_ms
    failed "$NOW" "$RANDOM"
    # The write may be incomplete. The state is unknown until the next reading.
    ROUTES=unknown
    say "no switch to $wanted: $API_ERROR; next attempt in at least $(((RETRY_AT - NOW + 999) / 1000)) s"
  fi
}

act() {
  case $ACTION in
    read)
      look || failed "$NOW" "$RANDOM"
      ;;
    to-vpn | follow) switch vpn ;;
    to-direct-connect) switch direct-connect ;;
    # No switch is needed: earlier failures no longer count.
    *) [[ -n $REASON ]] || answered ;;
  esac
}

# Logs once why a needed switch does not happen.
explain() {
  [[ $REASON != "$SAID" ]] || return 0
  SAID=$REASON
  case $REASON in
    both-down) say "both paths are down; the route stays" ;;
    held) say "an operator holds the monitor; the route stays" ;;
    hold-unknown) say "the hold is not known yet; the route stays" ;;
    foreign) say "a static route of another owner exists; the route stays" ;;
  esac
}

# True if the parameter of the stack is gone. Terraform deletes it before the monitor's host, so the stack is being destroyed. The
# appliance goes too, and its route would lead nowhere. Any other answer is no destruction.
stack_is_gone() {
  [[ -n $PATH_STACK_PARAMETER ]] || return 1
  api ssm get-parameter --name "$PATH_STACK_PARAMETER" --query Parameter.Value --output text >/dev/null && return 1
  api_error
  [[ $API_ERROR == *ParameterNotFound* ]]
}

# The last action of a monitor: what happens to the route.
leave() {
  local restore=""
  now_ms
  read_hold
  if stack_is_gone; then
    say "the stack is being destroyed"
    restore=yes
  elif [[ $PATH_ON_STOP == restore && $HOLD == free ]]; then
    restore=yes
  fi
  READ_FRESH=0
  if [[ -z $restore || $ROUTES == direct-connect ]]; then
    say "stopped; the route stays on $ROUTES"
  else
    API_ERROR=""
    if move direct-connect; then say "stopped; Direct Connect restored"; else say "stopped; Direct Connect not restored: $API_ERROR"; fi
  fi
}
