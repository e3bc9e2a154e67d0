"""A mail server for tests, Debian's python3-aiosmtpd: STARTTLS and a password are required, as mail services have it.

smtp_server.py CERTIFICATE KEY: prints its port, then each message as a JSON line. A recipient whose address begins
with "full" is refused for now.
"""
import json
import socket
import ssl
import sys
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


def authenticate(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"akebono", b"mail-secret")
    return AuthResult(success=is_right, handled=is_right, message=None if is_right else "535 Authentication Credentials Invalid")


class Keep:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("full"):
            return "452 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        print(json.dumps({
            "envelope_from": envelope.mail_from, "to": envelope.rcpt_tos, "from": str(mail["From"]), "subject": str(mail["Subject"]),
            "text": mail.get_content(), "defects": [str(defect) for defect in mail.defects], "tls": session.ssl is not None,
        }), flush=True)
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(sys.argv[1], sys.argv[2])
controller = Controller(Keep(), hostname="127.0.0.1", port=free_port(), ready_timeout=20, tls_context=tls, require_starttls=True,
                        auth_required=True, auth_require_tls=True, authenticator=authenticate)
controller.start()
print(controller.port, flush=True)
sys.stdin.read()
controller.stop()
