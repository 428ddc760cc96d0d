"""What can keep the server from starting."""

from whichml.model.documents.errors import WhichmlError


class ServerError(WhichmlError):
    """A store or an address that the server cannot use."""
