"""The HTTP front: it knows statuses and headers; what may happen is decided in `hashdb`."""
