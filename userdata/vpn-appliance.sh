#!/usr/bin/env bash
# Configures a Debian 12 instance as VPN appliance: one IKEv2 tunnel with strongSwan, IP forwarding, TCP MSS clamping.
# It runs at every boot, because the secret is on tmpfs only. Another run changes only what the secret or the settings changed.
set -euo pipefail

HERE="$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=userdata/lib.sh
. "$HERE/lib.sh"
# shellcheck source=userdata/vpn-appliance/host.sh
. "$HERE/vpn-appliance/host.sh"
# shellcheck source=userdata/vpn-appliance/journal.sh
. "$HERE/vpn-appliance/journal.sh"
# shellcheck source=userdata/vpn-appliance/keys.sh
. "$HERE/vpn-appliance/keys.sh"
# shellcheck source=userdata/vpn-appliance/tunnel.sh
. "$HERE/vpn-appliance/tunnel.sh"
# shellcheck source=userdata/vpn-appliance/routing.sh
. "$HERE/vpn-appliance/routing.sh"

check_environment() {
  local name
  for name in REGION SECRET_ARN AUTHENTICATION LOCAL_ID LOCAL_RANGES REMOTE_ID REMOTE_GATEWAY REMOTE_RANGES MSS; do
    name="TIERRA_$name"
    [[ ${!name:-} =~ ^[A-Za-z0-9./,:_@=-]+$ ]] || fail "$name must be a word without blanks, got \"${!name:-}\""
  done
  [[ $TIERRA_AUTHENTICATION == psk || $TIERRA_AUTHENTICATION == certificate ]] ||
    fail "TIERRA_AUTHENTICATION must be psk or certificate, got \"$TIERRA_AUTHENTICATION\""
  local -a numbers=(MSS)
  [[ -z ${TIERRA_BGP_PEERS:-} ]] || numbers+=(BGP_ASN BGP_PEER_ASN)
  for name in "${numbers[@]}"; do
    name="TIERRA_$name"
    [[ ${!name:-} =~ ^[1-9][0-9]{0,9}$ ]] || fail "$name must be a whole number, got \"${!name:-}\""
  done
}

main() {
  load_host_env
  check_environment
  install_packages
  mkdir -p "$RUN_DIR"
  # In the background, because the tunnel must not wait for CloudWatch Logs. systemd ends it with this process.
  ship_journal &
  enable_forwarding
  forward_only_the_tunnel
  rm -f "$RUN_DIR/failed"
  fetch_keys
  configure_strongswan
  let_swanctl_read_secrets
  start_services
  announce_routes
  log "the VPN appliance is configured"
  install_session_agent || log "SSM Agent could not be installed; sessions are not possible until the next boot"
  keep_tunnel_up
}

main "$@"
