"""Keychains for PYTHON_KEYRING_BACKEND: one that works and is empty, one whose entry is not a login."""

from keyring.backend import KeyringBackend


class Empty(KeyringBackend):
    """Answers, and holds nothing."""

    priority = 1

    def get_password(self, service, username):
        return None

    def set_password(self, service, username, password):
        raise NotImplementedError

    def delete_password(self, service, username):
        raise NotImplementedError


class Spoilt(Empty):
    """Holds an entry that another program overwrote."""

    def get_password(self, service, username):
        return "not a login"
