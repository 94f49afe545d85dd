"""Certificates: whom we trust, who we say we are, and what TLS troubles mean in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from ticketr.errors import JiraConnection, SettingsInvalid

if TYPE_CHECKING:
    from ssl import SSLContext

KEY_HINT = (
    "ticketr asks for no passphrase. Write the key without one to a file that only you can read: "
    "`umask 077; openssl pkey -in KEY -out PLAIN.pem`."
)
PEM_HINT = "It must be text (PEM). Of a .p12 file: `umask 077; openssl pkcs12 -in FILE -nodes -out CLIENT.pem`."


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files of certificates (PEM), each "" where it is not set.

    `ca_bundle` holds the authorities that are trusted instead of the system's, `client_cert` who we say we are,
    `client_key` its private key, where that is not in the same file.
    """

    ca_bundle: str = ""
    client_cert: str = ""
    client_key: str = ""


def trusting(files: Certificates) -> SSLContext:
    """A context that verifies certificates and host names. Raises SettingsInvalid."""
    import ssl

    from urllib3.util.ssl_ import create_urllib3_context

    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    if not files.ca_bundle:
        context.load_default_certs()
        return context
    _read("jira.ca_bundle", files.ca_bundle)
    try:
        context.load_verify_locations(files.ca_bundle)
    except ssl.SSLError:
        raise _unusable("jira.ca_bundle", files.ca_bundle, "holds no certificate") from None
    return context


def identified(files: Certificates) -> SSLContext:
    """As `trusting`, showing our own certificate to those who ask for it. Raises SettingsInvalid."""
    import ssl

    context = trusting(files)
    if not files.client_cert:
        if files.client_key:
            raise SettingsInvalid(
                "jira.client_key is set, but jira.client_cert is not.",
                hint="Set jira.client_cert to the file of the certificate (PEM).",
            )
        return context
    setting = "jira.client_key" if files.client_key else "jira.client_cert"
    key = files.client_key or files.client_cert
    _check_pair(files, setting, key)

    def no_passphrase() -> NoReturn:
        """OpenSSL would ask for it on the terminal."""
        raise _unusable(setting, key, "is protected by a passphrase", KEY_HINT)

    try:
        context.load_cert_chain(files.client_cert, key, no_passphrase)
    except ssl.SSLError as error:
        raise _unpaired(files, str(error)) from None
    return context


def _check_pair(files: Certificates, setting: str, key: str) -> None:
    """Look into the files first: OpenSSL does not say which one is wrong."""
    if b"-----BEGIN CERTIFICATE-----" not in _read("jira.client_cert", files.client_cert):
        raise _unusable("jira.client_cert", files.client_cert, "holds no certificate", PEM_HINT)
    if b"PRIVATE KEY-----" not in _read(setting, key):
        hint = PEM_HINT if files.client_key else "Name the file of the key in jira.client_key."
        raise _unusable(setting, key, "holds no private key", hint)


def _unpaired(files: Certificates, said: str) -> SettingsInvalid:
    if "MISMATCH" in said.upper():
        key = files.client_key or files.client_cert
        return _unusable(
            "jira.client_key",
            key,
            f"is not the key of the certificate in {files.client_cert}",
            "Name the key that the certificate was made for.",
        )
    return _unusable("jira.client_cert", files.client_cert, "cannot be used", PEM_HINT)


def _read(setting: str, path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise _unusable(setting, path, f"cannot be read: {reason}") from None


def _unusable(setting: str, path: str, what: str, hint: str = "") -> SettingsInvalid:
    return SettingsInvalid(f"{setting}: {path} {what}.", hint=hint, setting=setting, path=path)


@dataclass(frozen=True, slots=True)
class TlsTrouble:
    """A trouble of TLS; `refused`: nobody has read the request, and it would be no different again."""

    error: JiraConnection
    refused: bool


def tls_trouble(error: BaseException, host: str) -> TlsTrouble:
    """What a TLS error means; only where it is known to end the handshake is the request called unread."""
    said = str(error).lower().replace("_", " ")
    for sign, why, hint in _SIGNS:
        if sign in said:
            message = f"The encryption of {host} cannot be trusted: {why}."
            return TlsTrouble(JiraConnection(message, hint=hint, host=host), refused=True)
    broken = JiraConnection(f"{host} broke the encrypted connection.", hint=_BROKEN, host=host)
    return TlsTrouble(broken, refused=False)


def certificate_wanted(host: str) -> JiraConnection:
    """The error of a server in front of Jira that says in HTTP what TLS would have said."""
    return JiraConnection(
        f"{host} asks for a certificate of ours, or does not accept it.", hint=_CLIENT, host=host
    )


_CLIENT = (
    "Set jira.client_cert and jira.client_key, or ask your administrator for a new certificate."
)
_BROKEN = "Try again in a while. Where Jira asks for a certificate, set jira.client_cert and jira.client_key."
_CLOCK = (
    "Tell the site's administrator. If its certificate is good, this machine's clock is wrong."
)
_SIGNS: tuple[tuple[str, str, str], ...] = (
    (
        "hostname mismatch",
        "its certificate is for another host",
        "Check the workspace's URL.",
    ),
    (
        "ip address mismatch",
        "its certificate is for another host",
        "Check the workspace's URL.",
    ),
    ("certificate has expired", "its certificate has expired", _CLOCK),
    ("certificate is not yet valid", "its certificate is not valid yet", _CLOCK),
    (
        "certificate verify failed",
        "its certificate does not verify",
        "Where your company has an authority of its own, name its file in jira.ca_bundle.",
    ),
    ("alert certificate required", "it asks for a certificate of ours", _CLIENT),
    ("alert certificate expired", "it finds our certificate expired", _CLIENT),
    ("alert certificate revoked", "it finds our certificate revoked", _CLIENT),
    ("alert bad certificate", "it does not accept our certificate", _CLIENT),
    ("alert certificate unknown", "it does not accept our certificate", _CLIENT),
    ("alert unknown ca", "it does not know who issued our certificate", _CLIENT),
    ("alert access denied", "it does not accept our certificate", _CLIENT),
    ("alert handshake failure", "no TLS connection could be agreed on", _CLIENT),
    ("wrong version number", "no TLS connection could be agreed on", ""),
    ("record layer failure", "no TLS connection could be agreed on", ""),
    ("unsupported protocol", "no TLS connection could be agreed on", ""),
    ("alert protocol version", "no TLS connection could be agreed on", ""),
)
"""Signs of a failed handshake in OpenSSL's words, special ones first: what it means, what to do."""
