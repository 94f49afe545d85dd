"""Logins: the operating system's keychain, the environment, and the order in which they are asked."""

from __future__ import annotations

from ticketr.adapters.keychain.environment import EnvironmentCredentials
from ticketr.adapters.keychain.order import CredentialManager
from ticketr.adapters.keychain.store import Keychain

__all__ = ["CredentialManager", "EnvironmentCredentials", "Keychain"]
