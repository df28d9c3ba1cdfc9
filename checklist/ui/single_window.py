"""A second start raises the first window instead of opening another (``ux.md`` 12).

The lock on the data directory, taken without Qt, is what keeps two programs apart (D27); this only passes a knock on.
QtNetwork is imported here alone, and only after the first paint or when the lock was already taken.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCryptographicHash, QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

KNOCK_MS = 1_000
"""How long the second start waits for the first one's answer."""


def server_name(directory: str) -> str:
    """Return the name of the local socket that belongs to a data directory."""
    digest = QCryptographicHash.hash(directory.encode(), QCryptographicHash.Algorithm.Sha256)
    return f"chairside-{bytes(digest.data()).hex()[:16]}"


class Doorbell(QObject):
    """Listens for a second start.

    Args:
        directory: The data directory, as an absolute path.
        rung: Called each time somebody starts the program again.
    """

    def __init__(self, directory: str, rung: Callable[[], None]) -> None:
        super().__init__()
        self._rung = rung
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(server_name(directory))  # left behind by a program that was killed
        self._server.newConnection.connect(self._answer)
        self._server.listen(server_name(directory))

    def _answer(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.disconnectFromServer()
        caller.deleteLater()
        self._rung()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


def knock(directory: str) -> bool:
    """Ask the window that is already open to come to the front; False when none answered in a second."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(directory))
    answered = socket.waitForConnected(KNOCK_MS)
    socket.disconnectFromServer()
    return answered
