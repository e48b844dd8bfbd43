"""gunicorn's configuration on every host."""

import multiprocessing
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mysql_tls  # noqa: E402  (in the same folder)

bind = f"0.0.0.0:{os.environ.get('TIERRA_PORT', '5000')}"
workers = int(os.environ.get("TIERRA_WORKERS") or 2 * multiprocessing.cpu_count() + 1)
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
# Longer than the load balancer's idle timeout of 60 s, so that the load balancer never uses a closed connection.
keepalive = 65
# Heartbeat files in memory: on a busy disk, gunicorn would take a worker for dead.
worker_tmp_dir = "/dev/shm"
# Only the load balancer reaches this port. Its X-Forwarded-Proto has the viewer's protocol.
forwarded_allow_ips = "*"
accesslog = "-"
errorlog = "-"


def post_fork(server, worker):
    mysql_tls.install()
