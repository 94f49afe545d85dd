"""Certificates: who cannot be verified is not talked to; an authority of one's own can be named."""

from __future__ import annotations

import shutil
import ssl
import subprocess

import pytest

from tests.integration.jira.scripted import Answer, ScriptedServer
from tests.integration.jira.world import jira
from ticketr.errors import JiraConnection

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="certificates are made with openssl"
)


@pytest.fixture
def certificate(tmp_path):
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    more = ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", names]
    subprocess.run([*made, *files, *more], check=True, capture_output=True)
    return tmp_path


@pytest.fixture
def server(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with ScriptedServer(always=Answer(200, {"accountId": "a1"}), tls=context) as running:
        yield running


def test_a_certificate_of_nobody_is_refused_before_anything_is_said(server):
    with pytest.raises(JiraConnection, match="its certificate does not verify"):
        jira(server.url).validate_connection()
    assert server.seen == []


def test_an_authority_of_ones_own_is_trusted_where_it_is_named(server, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    assert jira(server.url).validate_connection().account == "a1"
