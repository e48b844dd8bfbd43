# shellcheck shell=bash
# Routes by BGP instead of by the path monitor. Sourced, never run.

# Where VPC Route Server moves the routes: announces the site's ranges to its endpoints, with BFD, for as long as this host lives.
# Only Debian's own FRR: https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html
announce_routes() {
  [[ -n ${TIERRA_BGP_PEERS:-} ]] || return 0
  add_missing frr
  sed -i -E 's/^(bgpd|bfdd)=no/\1=yes/' "$ROOT/etc/frr/daemons"
  local peer range
  {
    printf 'frr defaults traditional\nrouter bgp %s\n no bgp ebgp-requires-policy\n no bgp network import-check\n' "$TIERRA_BGP_ASN"
    for peer in ${TIERRA_BGP_PEERS//,/ }; do
      printf ' neighbor %s remote-as %s\n neighbor %s ebgp-multihop 2\n neighbor %s bfd\n' \
        "$peer" "$TIERRA_BGP_PEER_ASN" "$peer" "$peer"
    done
    printf ' address-family ipv4 unicast\n'
    for range in ${TIERRA_REMOTE_RANGES//,/ }; do
      printf '  network %s\n' "$range"
    done
    printf ' exit-address-family\n'
  } >"$ROOT/etc/frr/frr.conf"
  bounded 60 systemctl restart frr.service
}
