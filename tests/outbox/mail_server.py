"""A small mail server on 127.0.0.1 that keeps what it is sent, and can be told to hold its answer or to refuse."""

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from typing import Any


class Conversation(socketserver.StreamRequestHandler):
    """One connection of a sender: the commands that smtplib uses."""

    server: "MailServer"

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            command = line.split(b" ")[0].strip().upper()
            if command == b"DATA":
                self.take_message()
            elif command == b"RCPT" and self.server.refuses:
                self.say("550 no such person")
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def take_message(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.received.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        self.server.arrived.release()
        self.server.may_answer.wait(30)
        self.say("250 taken")

    def say(self, line: str) -> None:
        # A sender that was killed does not listen any more.
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:
            self.server.hung_up.set()


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.received: list[EmailMessage | Any] = []
        self.refuses = False
        self.arrived = threading.Semaphore(0)
        self.hung_up = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def hold_answers(self) -> None:
        """Take messages, and leave their senders waiting for the word that they were taken."""
        self.may_answer.clear()

    def message_arrives(self, within: float = 20) -> bool:
        return self.arrived.acquire(timeout=within)

    def has_arrived(self) -> bool:
        return self.arrived.acquire(blocking=False)

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.may_answer.set()
        self.shutdown()
        self.server_close()
