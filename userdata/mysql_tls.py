"""Makes MySQL drivers verify the server by default.

The database refuses connections without TLS. Some applications, such as NewsRead, have no setting for TLS.
A connection without TLS arguments therefore gets the host's [client] section.
"""

import functools
import os
import sys

CLIENT_SECTION = os.environ.get("TIERRA_MYSQL_CNF", "/etc/my.cnf.d/tierra-tls.cnf")
DRIVERS = ("pymysql.connections", "MySQLdb.connections")


def _verify_by_default(connection_class):
    original = connection_class.__init__
    if getattr(original, "verifies_by_default", False):
        return

    @functools.wraps(original)
    def __init__(self, *args, **kwargs):
        configured = any(name.startswith("ssl") and value for name, value in kwargs.items())
        if not configured and not kwargs.get("read_default_file") and not kwargs.get("unix_socket"):
            kwargs["read_default_file"] = CLIENT_SECTION
        original(self, *args, **kwargs)

    __init__.verifies_by_default = True
    connection_class.__init__ = __init__


class _Finder:
    """Changes a driver when the application imports it."""

    def find_spec(self, name, path=None, target=None):
        if name not in DRIVERS:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec:
                execute = spec.loader.exec_module

                def exec_module(module):
                    execute(module)
                    _verify_by_default(module.Connection)

                spec.loader.exec_module = exec_module
                return spec
        return None


def install():
    for name in DRIVERS:
        if name in sys.modules:
            _verify_by_default(sys.modules[name].Connection)
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
