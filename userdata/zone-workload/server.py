#!/usr/bin/env python3
"""The sample workload: answers every GET with the name of its host, so that the site can see which instance it reaches.

Replace it with your application by `workload.instances.image`. It needs only Python's standard library, because the subnet has no
route to the internet.
"""

import os
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answer(BaseHTTPRequestHandler):
    # A client that sends nothing must not hold a thread.
    timeout = 10
    server_version = "tierra-zone-workload"
    sys_version = ""

    def do_GET(self):
        body = f"{socket.gethostname()}\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def port():
    text = os.environ.get("TIERRA_WORKLOAD_PORT", "")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SystemExit(f'error: TIERRA_WORKLOAD_PORT must be a port, got "{text}"')
    return int(text)


if __name__ == "__main__":
    ThreadingHTTPServer(("", port()), Answer).serve_forever()
