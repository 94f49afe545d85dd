"""Certificates, proxies and redirects: who cannot be verified is not talked to, and no secret goes astray."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import traceback
from typing import TYPE_CHECKING

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from tests.integration.jira.door import Door, pass_on
from tests.integration.jira.scripted import Answer, ScriptedServer
from tests.integration.jira.world import TOKEN, client, jira
from ticketr.adapters.jira.tls import Certificates, tls_trouble
from ticketr.errors import JiraConnection, SettingsInvalid, TicketrError
from ticketr.ports.external import JiraIssue

if TYPE_CHECKING:
    from collections.abc import Iterator

MYSELF = Answer(200, {"accountId": "a1", "displayName": "Robin"})
TICKET = JiraIssue({"title": "x", "type": "Task"})


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def files(authority, tmp_path):
    """A company's authority, and a certificate of ours with its key."""
    ours = authority.issue_cert("robin@example.com")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    ours.cert_chain_pems[0].write_to_path(tmp_path / "client.pem")
    ours.private_key_pem.write_to_path(tmp_path / "client.key")
    ours.private_key_and_cert_chain_pem.write_to_path(tmp_path / "both.pem")
    return tmp_path


def named(files, cert="", key="", bundle="ca.pem"):
    return Certificates(*(str(files / name) if name else "" for name in (bundle, cert, key)))


def secure(authority, *hosts, clients=None, version=None):
    """The server's side; `clients` is the authority of certificates that it asks for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(hosts or ("localhost", "127.0.0.1"))).configure_cert(context)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        clients.configure_trust(context)
    if version is not None:
        context.maximum_version = version
    return context


@contextlib.contextmanager
def serving(context, *script) -> Iterator[ScriptedServer]:
    with ScriptedServer(*script, always=MYSELF, tls=context) as running:
        yield running


def test_a_certificate_of_nobody_is_refused_before_anything_is_said(authority):
    with serving(secure(authority)) as server:
        with pytest.raises(JiraConnection) as caught:
            jira(server.url).validate_connection()
        assert caught.value.message.startswith("The encryption of 127.0.0.1 cannot be trusted: ")
        assert "its certificate does not verify" in caught.value.message
        assert "jira.ca_bundle" in caught.value.hint
        [created] = jira(server.url).bulk_create([TICKET], "PROJ")
        assert not created.unknown, "nothing was sent"
        assert server.seen == []


MADE = Answer(201, {"issues": [{"id": "1", "key": "PROJ-1"}], "errors": []})


@pytest.mark.parametrize(("reads", "slams"), [(False, 1), (True, 3)])
def test_a_create_whose_handshake_breaks_is_sent_once_the_next_one_stands(
    authority, files, reads, slams
):
    with (
        serving(secure(authority), MADE) as server,
        Door(server.url, slams=slams, reads=reads) as door,
    ):
        door.open()
        [created] = jira(door.url, certificates=named(files)).bulk_create([TICKET], "PROJ")
        assert (created.key, created.unknown, door.slammed) == ("PROJ-1", False, slams)
        assert len(server.seen) == 1


def test_a_create_whose_handshakes_all_break_is_known_to_have_failed(authority, files):
    with serving(secure(authority)) as server, Door(server.url, slams=99, reads=True) as door:
        door.open()
        [created] = jira(door.url, certificates=named(files)).bulk_create([TICKET], "PROJ")
        assert isinstance(created.error, JiraConnection)
        assert (created.unknown, door.slammed, server.seen) == (False, 5, [])


def test_a_certificate_of_another_host_is_refused(authority, files):
    with serving(secure(authority, "other.example")) as server:
        with pytest.raises(JiraConnection, match="its certificate is for another host"):
            jira(server.url, certificates=named(files)).validate_connection()
        assert server.seen == []


def test_an_authority_of_ones_own_is_trusted_where_it_is_named(authority, files, monkeypatch):
    with serving(secure(authority)) as server:
        user = jira(server.url, certificates=named(files)).validate_connection()
        assert user.account == "a1"
        monkeypatch.setenv("SSL_CERT_FILE", str(files / "ca.pem"))
        assert jira(server.url).validate_connection().account == "a1"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize(("cert", "key"), [("client.pem", "client.key"), ("both.pem", "")])
def test_our_certificate_is_shown_to_who_asks_for_it(authority, files, version, cert, key):
    with serving(secure(authority, clients=authority, version=version)) as server:
        user = jira(server.url, certificates=named(files, cert, key)).validate_connection()
        assert user.account == "a1"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_without_a_certificate_of_ours_we_are_not_let_in(authority, files, version):
    with serving(secure(authority, clients=authority, version=version)) as server:
        with pytest.raises(JiraConnection) as caught:
            jira(server.url, certificates=named(files)).validate_connection()
        assert "jira.client_cert" in caught.value.hint
        assert server.seen == []


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_certificate_of_ours_that_nobody_knows(authority, files, version):
    with serving(secure(authority, clients=trustme.CA(), version=version)) as server:
        remote = jira(server.url, certificates=named(files, "both.pem"))
        with pytest.raises(JiraConnection) as caught:
            remote.validate_connection()
        # TLS 1.3 refuses after the handshake; the refusal can be lost where we are still sending.
        assert "our certificate" in caught.value.message or version is ssl.TLSVersion.TLSv1_3
        assert "jira.client_cert" in caught.value.hint
        assert server.seen == []


def encrypted(files):
    key = serialization.load_pem_private_key((files / "client.key").read_bytes(), None)
    protection = serialization.BestAvailableEncryption(b"s3cret-phrase")
    kind = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, kind, protection)


@pytest.mark.parametrize(
    ("cert", "key", "bundle", "says", "hint"),
    [
        ("no.pem", "", "", "jira.client_cert: {}/no.pem cannot be read: no such file", "docs/"),
        ("", "", "no.pem", "jira.ca_bundle: {}/no.pem cannot be read: no such file", "docs/"),
        ("", "", ".", "jira.ca_bundle: {} cannot be read: is a directory", "docs/"),
        ("", "", "noise", "jira.ca_bundle: {}/noise holds no certificate.", "docs/"),
        ("", "client.key", "", "jira.client_key is set, but jira.client_cert is not.", "PEM"),
        ("noise", "", "", "jira.client_cert: {}/noise holds no certificate.", "openssl pkcs12"),
        (
            "client.pem",
            "",
            "",
            "jira.client_cert: {}/client.pem holds no private key.",
            "client_key",
        ),
        ("client.pem", "ca.pem", "", "jira.client_key: {}/ca.pem holds no private key.", "PEM"),
        ("client.pem", "no.key", "", "jira.client_key: {}/no.key cannot be read", "docs/"),
        (
            "client.pem",
            "other.key",
            "",
            "jira.client_key: {0}/other.key is not the key of the certificate in {0}/client.pem.",
            "made for",
        ),
        (
            "client.pem",
            "locked.key",
            "",
            "{}/locked.key is protected by a passphrase.",
            "openssl pkey",
        ),
        (
            "damaged.pem",
            "client.key",
            "",
            "jira.client_cert: {}/damaged.pem cannot be used.",
            "PEM",
        ),
    ],
)
def test_files_that_cannot_be_used_are_named_before_anything_is_sent(
    files, authority, cert, key, bundle, says, hint
):
    (files / "noise").write_bytes(b"\x00\x01 noise")
    authority.issue_cert("x@example.com").private_key_pem.write_to_path(files / "other.key")
    (files / "locked.key").write_bytes(encrypted(files))
    damaged = (files / "client.pem").read_text().replace("MII", "xxx", 1)
    (files / "damaged.pem").write_text(damaged)
    with pytest.raises(SettingsInvalid) as caught:
        jira("https://jira.invalid", certificates=named(files, cert, key, bundle)).server_info()
    assert says.format(files) in caught.value.message
    assert hint in caught.value.hint
    assert "s3cret-phrase" not in "".join(traceback.format_exception(caught.value))


def test_certificates_do_not_matter_without_tls():
    with ScriptedServer(MYSELF) as server:
        remote = jira(server.url, certificates=Certificates("/no", "/no", "/no"))
        assert remote.validate_connection().account == "a1"


def test_a_connection_that_breaks_may_have_carried_the_request():
    for said, refused in (
        ("decryption failed or bad record mac", False),
        ("wrong version", False),
    ):
        trouble = tls_trouble(ssl.SSLError(1, f"[SSL] {said}"), "jira")
        assert (trouble.refused, trouble.error.message) == (
            refused,
            "jira broke the encrypted connection.",
        )


@pytest.mark.parametrize("answer", [Answer(drop=True), Answer(201, {"id": "1"}, cut=True)])
def test_an_answer_that_is_lost_under_tls_leaves_the_create_unknown(authority, files, answer):
    with serving(secure(authority), answer) as server:
        [created] = jira(server.url, certificates=named(files)).bulk_create([TICKET], "PROJ")
        assert created.unknown
        assert len(server.seen) == 1


class Tunnel:
    """A proxy that only connects; `login` is what it wants to see, `targets` where it was asked to go."""

    def __init__(self, port: int, login: str = "") -> None:
        self._port = port
        self._login = login
        self.heads: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._tried, args=(caller,), daemon=True).start()

    def _tried(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError):  # whoever calls may hang up
            self._connect(caller)

    def _connect(self, caller: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head and (more := caller.recv(4096)):
            head += more
        self.heads.append(head.decode())
        if self._login and f"proxy-authorization: {self._login}" not in head.decode():
            caller.sendall(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
            )
            caller.close()
            return
        with caller, socket.create_connection(("127.0.0.1", self._port)) as there:
            caller.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            pass_on(caller, there)

    def close(self) -> None:
        self._listening.close()


@contextlib.contextmanager
def tunnel(server, login=""):
    running = Tunnel(int(server.url.rpartition(":")[2]), login)
    try:
        yield running
    finally:
        running.close()


@pytest.mark.parametrize("login", ["", "Basic bWU6cEB3"])
def test_through_a_proxy_the_encryption_goes_to_its_end(authority, files, login):
    """The proxy connects and sees a host and its own login, never ours."""
    with serving(secure(authority, "jira.example")) as server, tunnel(server, login) as proxy:
        me = "me:p%40w@" if login else ""
        environ = {"HTTPS_PROXY": f"http://{me}{proxy.address}"}
        remote = jira("https://jira.example/jira", environ=environ, certificates=named(files))
        assert remote.validate_connection().account == "a1"
        [head] = proxy.heads
        assert head.startswith("CONNECT jira.example:443 HTTP/1.")
        assert ("proxy-authorization" in head) is bool(login)
        assert "\r\nauthorization" not in head.casefold()
        [seen] = server.seen
        assert seen.path == "/jira/rest/api/3/myself"
        assert "proxy-authorization" not in seen.headers


def test_our_certificate_goes_through_a_proxy_to_jira(authority, files):
    context = secure(authority, "jira.example", clients=authority)
    with serving(context) as server, tunnel(server) as proxy:
        environ = {"ALL_PROXY": proxy.address}
        found = named(files, "both.pem")
        remote = jira("https://jira.example", environ=environ, certificates=found)
        assert remote.validate_connection().account == "a1"


def test_a_proxy_cannot_pose_as_jira(authority, files):
    with serving(secure(authority, "evil.example")) as server, tunnel(server) as proxy:
        environ = {"https_proxy": f"http://{proxy.address}"}
        remote = jira("https://jira.example", environ=environ, certificates=named(files))
        with pytest.raises(JiraConnection, match="certificate is for another host"):
            remote.validate_connection()
        assert server.seen == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_login(authority, files, scheme):
    with serving(secure(authority)) as server, tunnel(server, "Basic zzz") as proxy:
        environ = {"ALL_PROXY": f"http://me:wr0ng-pw@{proxy.address}"}
        remote = jira(f"{scheme}://jira.example", environ=environ, certificates=named(files))
        with pytest.raises(JiraConnection) as caught:
            remote.validate_connection()
        assert caught.value.message.startswith("The proxy wants a login")
        assert "user:password@proxy" in caught.value.hint
        assert "wr0ng-pw" not in "".join(traceback.format_exception(caught.value))
        [created] = remote.bulk_create([TICKET], "PROJ")
        assert not created.unknown


def test_a_proxy_over_tls_is_trusted_by_the_same_authorities(authority, files):
    with serving(secure(authority)) as proxy:
        environ = {"HTTP_PROXY": proxy.url}
        remote = jira("http://jira.example", environ=environ, certificates=named(files))
        assert remote.validate_connection().account == "a1"
        with pytest.raises(JiraConnection, match="The proxy cannot be reached"):
            jira("http://jira.example", environ=environ).validate_connection()
        assert len(proxy.seen) == 1


def test_a_proxy_is_not_shown_our_certificate(authority, files):
    with serving(secure(authority, clients=authority)) as proxy:
        found = named(files, "both.pem")
        remote = jira(
            "https://jira.example", environ={"HTTPS_PROXY": proxy.url}, certificates=found
        )
        with pytest.raises(JiraConnection):
            remote.validate_connection()
        assert proxy.connections == 0, "the handshake fails"


def redirected(status, location, headers=None):
    return Answer(status, "", {"Location": location, **(headers or {})})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_wherever_it_leads(authority, files, status):
    """Neither to the same host without encryption, nor to another one; the login goes to neither."""
    with ScriptedServer(always=MYSELF) as plain, serving(secure(authority)) as other:
        for there in (plain.url, other.url, "//elsewhere.example/x", "http://[::1", ""):
            with serving(
                secure(authority), redirected(status, f"{there}/rest/api/3/myself")
            ) as server:
                remote = jira(server.url, certificates=named(files))
                with pytest.raises(
                    JiraConnection, match="the login is never sent along"
                ) as caught:
                    remote.validate_connection()
                assert TOKEN not in str(caught.value)
                assert len(server.seen) == 1
        assert plain.seen == other.seen == []


def test_a_redirect_to_the_same_host_says_by_which_scheme(authority, files):
    answer = redirected(302, "http://127.0.0.1:1/x")
    with (
        serving(secure(authority), answer) as server,
        pytest.raises(JiraConnection, match=r"sends us on to http://127\.0\.0\.1;"),
    ):
        jira(server.url, certificates=named(files)).validate_connection()


def test_the_login_is_in_no_error_of_the_wire(authority, files):
    with serving(secure(authority), Answer(drop=True), Answer(500, TOKEN)) as server:
        shown, coded = "", client("http://x")._login.removeprefix("Basic ")
        for certificates in (Certificates(), named(files, "no.pem"), named(files), named(files)):
            remote = client(f"{server.url}/a", certificates=certificates)
            with pytest.raises(TicketrError) as caught:
                remote.send("PUT", "/x", body={"a": TOKEN})
            shown += "".join(traceback.format_exception(caught.value)) + repr(
                caught.value.as_dict()
            )
            shown += repr(remote) + repr(certificates)
        assert TOKEN not in shown
        assert coded not in shown
