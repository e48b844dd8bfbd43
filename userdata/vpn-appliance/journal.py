"""Converts `journalctl --output=json` to events of CloudWatch Logs, in the order of their time.

A batch has at most 10,000 events and 1 MB, with 26 bytes more for each event. Older lines of a larger batch are counted, not sent.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogEvents.html
"""

import json
import sys

LINES = 2_000
CHARACTERS = 400


def text(value):
    # journald gives a message that is not UTF-8 as a list of bytes, and a very long one as null.
    if isinstance(value, list):
        value = bytes(value).decode(errors="replace")
    return str(value)[:CHARACTERS]


def event(entry):
    source = entry.get("SYSLOG_IDENTIFIER") or entry.get("_COMM") or "kernel"
    return {"timestamp": int(entry["__REALTIME_TIMESTAMP"]) // 1000, "message": "%s: %s" % (source, text(entry.get("MESSAGE")))}


events = [event(json.loads(line)) for line in sys.stdin if line.strip()]
events.sort(key=lambda one: one["timestamp"])
dropped = len(events) - LINES
if dropped > 0:
    events = events[-LINES:]
    events.insert(0, {"timestamp": events[0]["timestamp"], "message": "tierra-vpn-appliance: %d lines not sent" % dropped})
json.dump(events, sys.stdout)
