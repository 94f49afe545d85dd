"""Back ends of keyring that behave badly, to be chosen with PYTHON_KEYRING_BACKEND."""

from __future__ import annotations

import sys
import time

from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError, PasswordSetError


class Entries(KeyringBackend):
    """Holds one entry whose text is not a login, and an index that is not one."""

    priority = 1
    text = '{"username": "ann", "password": "hunter2-hunter2"}'

    def get_password(self, service, username):
        return self.text if username == "work" else "[1, "

    def set_password(self, service, username, password):
        raise PasswordSetError(f"cannot store {password}")

    def delete_password(self, service, username):
        raise PasswordDeleteError(f"cannot delete {self.text}")


class Locked(Entries):
    def get_password(self, service, username):
        raise KeyringLocked("hunter2-hunter2")


class NotOpened(Entries):
    def get_password(self, service, username):
        raise InitError("hunter2-hunter2")


class Broken(Entries):
    def get_password(self, service, username):
        raise OSError("hunter2-hunter2")


class Exits(Entries):
    def get_password(self, service, username):
        sys.exit("hunter2-hunter2")


class Hangs(Entries):
    def get_password(self, service, username):
        time.sleep(600)

    def set_password(self, service, username, password):
        time.sleep(600)


class HangsAtStart(Entries):
    def __init__(self):
        time.sleep(600)


class PlainText(Entries):
    """Poses as the plain-text back end of the package keyrings.alt."""


PlainText.__module__ = "keyrings.alt.file"
PlainText.__qualname__ = "PlaintextKeyring"


class Chain(ChainerBackend):
    """A chain like the one keyring makes by itself where keyrings.alt is installed."""

    backends = (Entries(), PlainText())
