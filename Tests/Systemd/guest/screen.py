"""The dashboard in a terminal of its own: keys, and what stands on it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from host import Failed

ESCAPE = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|.)")
REDRAW = "\x0c"


class Screen:
    """Begun on entry, ended on exit."""

    def __init__(self, *words):
        self.words = words

    def __enter__(self):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
            os.execvp(self.words[0], self.words)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGTERM)
        os.close(self.terminal)
        os.waitpid(self.pid, 0)

    def press(self, keys):
        os.write(self.terminal, keys.encode())

    def read(self, seconds):
        """What is written until then."""
        text = b""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                text += os.read(self.terminal, 65536)
        return text.decode(errors="replace")

    def text(self):
        """The whole screen: it is asked to draw all of it again, since else it draws what changes."""
        self.read(0.1)
        self.press(REDRAW)
        return ESCAPE.sub(" ", self.read(0.7))

    def until(self, words, press=None):
        """Waits for words; a key is pressed again where the frame before it had not been seen."""
        for _ in range(20):
            if press:
                self.press(press)
            text = self.text()
            if words in re.sub(r"\s+", " ", text):
                return
        raise Failed(f"not on the screen: {words}: {text}")
