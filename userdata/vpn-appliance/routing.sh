# shellcheck shell=bash
# BGP sessions with VPC Route Server, in place of the path monitor. Other scripts source this file.

# Advertises the site's CIDR blocks to the route server endpoints, with BFD. Does nothing without endpoints. Uses Debian's FRR
# package. https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html
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
