"""What can keep the server from starting."""

from whichml.model.errors import WhichmlError


class ServerError(WhichmlError):
    """A store or an address that the server cannot use."""
