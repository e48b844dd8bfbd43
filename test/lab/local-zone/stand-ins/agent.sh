#!/usr/bin/env bash
# Copies the emulated EC2 route table to the kernel's route table of the production subnet, about ten times per second. The table has the
# propagated routes, which are those from BGP, and the static ones. As in a VPC, the longest prefix has precedence, then the static
# route, whatever its state.
set -uo pipefail
known=""
while true; do
  propagated="" statics="" text=""
  while read -r prefix way; do
    # The gateway sends packets over the session that BGP prefers.
    [[ $prefix == */* && $way =~ via\ ([0-9.]+)\ dev\ ([a-z0-9]+) ]] || continue
    propagated+="$prefix None active EnableVgwRoutePropagation"$'\n'
    text+="route replace $prefix via ${BASH_REMATCH[1]} dev ${BASH_REMATCH[2]} table 100"$'\n'
  done < <(ip -4 route show table main proto bgp)
  while read -r prefix interface state origin; do
    [[ $origin == CreateRoute ]] || continue
    if [[ $state == active && $interface == "$(<"$DIR/ec2/interface")" ]]; then
      statics+="route replace $prefix via 10.20.0.10 table 100"$'\n'
    else
      statics+="route replace blackhole $prefix table 100"$'\n'
    fi
  done <"$DIR/ec2/table"
  text+=$statics
  if [[ $text != "$known" ]]; then
    known=$text
    printf '%s' "$propagated" >"$DIR/ec2/propagated.new" && mv "$DIR/ec2/propagated.new" "$DIR/ec2/propagated"
    # Prefixes that are no longer in the table go first. The blackhole of lower priority keeps the main table out.
    keep=" $(printf '%s' "$text" | sed 's/blackhole //' | cut -d' ' -f3 | tr '\n' ' ') "
    ip -4 route show table 100 | sed 's/^blackhole //' | while read -r prefix _; do
      [[ $prefix == default || $keep == *" $prefix "* ]] || ip route del "$prefix" table 100
    done
    printf '%s' "$text" | ip -force -batch - 2>/dev/null
  fi
  sleep 0.1
done
