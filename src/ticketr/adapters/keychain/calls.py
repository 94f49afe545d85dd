"""One call of the keychain, in a thread of its own: a keychain that waits for a prompt must not hold ticketr up.

Nothing a back end says goes into our errors, only the kind of its error: its text may hold the secret. For the
same reason our errors are raised outside of `except`, so that no back end's frames hang on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ticketr.errors import KeychainAccess

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from keyring.backend import KeyringBackend

T = TypeVar("T")

_ABSENT = {
    "keyring.backends.fail": "there is no keychain on this machine that ticketr can use",
    "keyring.backends.null": "the keychain is switched off (the null back end of keyring is chosen)",
}
_UNSAFE = {
    "keyrings.alt": "it keeps passwords in plain text or asks for a password on the terminal",
    "keyrings.cryptfile": "it asks for a password on the terminal",
    "sagecipher": "it keeps passwords in a file",
}
_LOCKED = {
    "KeyringLocked": "the keychain is locked",
    "NoKeyringError": "there is no keychain on this machine that ticketr can use",
    "InitError": "the keychain could not be opened; its service is not running or not unlocked",
    "PasswordSetError": "the keychain refused to keep the login",
    "PasswordDeleteError": "the keychain refused to forget the login",
}


class _Outcome:
    """What a call came to: a value, one of our own errors, or the kind of error the back end raised."""

    __slots__ = ("done", "failure", "kind", "value")

    def __init__(self, done: Event) -> None:
        self.done = done
        self.value: object = None
        self.kind = ""
        self.failure: KeychainAccess | None = None


def call(work: Callable[[KeyringBackend], T], timeout: float) -> T:
    """What `work` gives for the keychain of this machine, within `timeout` seconds. Raises KeychainAccess."""
    import threading

    outcome = _Outcome(threading.Event())
    threading.Thread(target=_run, args=(work, outcome), daemon=True, name="keychain").start()
    if not outcome.done.wait(timeout):
        raise KeychainAccess(
            f"The keychain did not answer within {timeout:g} seconds; it may be waiting for you to unlock it.",
            timeout=timeout,
        )
    if outcome.failure is not None:
        raise outcome.failure
    if outcome.kind:
        reason = _LOCKED.get(outcome.kind, f"it failed with {outcome.kind}")
        raise KeychainAccess(f"The keychain cannot be used: {reason}.", reason=outcome.kind)
    return outcome.value  # type: ignore[return-value]


def _run(work: Callable[[KeyringBackend], T], outcome: _Outcome) -> None:
    try:
        outcome.value = work(_backend())
    except KeychainAccess as error:
        outcome.failure = error.with_traceback(None)
    except BaseException as error:  # noqa: BLE001 - back ends raise whatever their libraries do
        outcome.kind = type(error).__name__
    finally:
        outcome.done.set()


def _backend() -> KeyringBackend:
    """The back end that keyring chose, if it is one that keeps secrets. Raises KeychainAccess."""
    import keyring

    backend = keyring.get_keyring()
    name = _name(backend)
    for module, reason in _ABSENT.items():
        if _is_in(name, module):
            raise KeychainAccess(f"The keychain cannot be used: {reason}.", backend=name)
    for member in [backend, *getattr(backend, "backends", ())]:
        _refuse_unsafe(_name(member), chained=member is not backend)
    return backend


def _refuse_unsafe(name: str, *, chained: bool) -> None:
    for module, reason in _UNSAFE.items():
        if _is_in(name, module):
            part = "is part of keyring's chain and " if chained else ""
            raise KeychainAccess(
                f"The keychain {name} {part}is not used: {reason}.",
                hint=(
                    "Choose the system's keychain, for example with "
                    "PYTHON_KEYRING_BACKEND=keyring.backends.SecretService.Keyring, or uninstall "
                    f"{module}, or give the login in the environment: TICKETR_USERNAME and TICKETR_TOKEN."
                ),
                backend=name,
            )


def _name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _is_in(name: str, module: str) -> bool:
    return name.startswith(module + ".")
