"""The address the API is to listen on: free before the start, answering after it."""

import http.client
import socket
from urllib.parse import urlsplit

from hashdb.errors import FieldProblem, InvalidInputError

HTTP_OK = 200


def require_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, in one line that says why."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise InvalidInputError(FieldProblem("HASHDB_HOST", f"{host} is no address: {error.strerror}")) from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            rule = f"port {port} of {host} cannot be listened on: {error.strerror}"
            raise InvalidInputError(FieldProblem("HASHDB_PORT", rule)) from None


def is_ready(base_url: str) -> bool:
    """Tell whether the API says that it is ready to serve."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTP_OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
