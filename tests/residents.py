"""Many residents at once, who fill in a form over plain HTTP as a browser does: cookies, CSRF, redirects, no script."""

import asyncio
import re
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
CODE = re.compile(rb'class="say-code">([^<]+)<')
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"set-cookie: *([^=]+)=([^;]*)", re.IGNORECASE)
LOCATION = re.compile(rb"location: *(\S+)", re.IGNORECASE)
# What somebody answers on each of the four screens.
SCREENS = (
    ("words", {"text": "More benches, and a doctor whom I can ring."}),
    ("about-1", {"capacities": "lives"}),
    ("about-2", {"age": "35-49", "sex": "female"}),
    ("about-3", {"ethnicity": "roma"}),
)


# How many seconds somebody waits for an answer, and how long they try again.
PATIENCE, MOST_PATIENCE = 10, 120


@dataclass
class Seen:
    """What came of it: the seconds of every request, the codes on the receipts, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[18] if len(self.seconds) > 20 else 0.0


class Resident:
    """One browser: a connection that is kept, and cookies."""

    def __init__(self, port: int, seen: Seen) -> None:
        self.port, self.seen = port, seen
        self.cookies: dict[bytes, bytes] = {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, told: dict[str, str] | None = None) -> tuple[int, bytes, bytes]:
        """Return the status, the body and the location of an answer."""
        body = urlencode(told or {}).encode()
        cookies = b"; ".join(name + b"=" + value for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        ).encode()
        begun = time.perf_counter()
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self.reader is not None
        self.writer.write(head + b"Cookie: " + cookies + b"\r\n\r\n" + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(answer)
        content = await self.reader.readexactly(int(length[1])) if length else b""
        self.seen.seconds.append(time.perf_counter() - begun)
        for name, value in COOKIE.findall(answer):
            self.cookies[name] = value
        location = LOCATION.search(answer)
        return int(answer[9:12]), content, location[1] if location else b""

    async def send(self, path: str, token: bytes, told: dict[str, str]) -> bytes:
        """Send a form, and return where it leads."""
        status, _, location = await self.ask("POST", path, {**told, "csrfmiddlewaretoken": token.decode()})
        if status != 302:
            self.seen.faults.append(f"{path}: {status}")
        return location

    async def read(self, path: str) -> tuple[bytes, bytes]:
        """Return a page, and the token of the form on it."""
        status, page, _ = await self.ask("GET", path)
        token = TOKEN.search(page)
        if status != 200:
            self.seen.faults.append(f"{path}: {status}")
        return page, token[1] if token else b""

    async def fill_in(self, form: str) -> bytes:
        """Go as far as the check of a form, and return the token of that page."""
        _, token = await self.read(form)
        await self.send(form, token, {})
        for screen, told in SCREENS:
            _, token = await self.read(f"{form}{screen}/")
            await self.send(f"{form}{screen}/", token, told)
        _, token = await self.read(f"{form}check/")
        return token

    async def take_part(self, form: str) -> None:
        """Fill in a form and send it; the code on the receipt is what was promised."""
        token = await self.fill_in(form)
        await self.send(f"{form}check/", token, {})
        page, _ = await self.read(f"{form}sent/")
        code = CODE.search(page)
        if code:
            self.seen.codes.append(code[1].decode())
        else:
            self.seen.faults.append("no receipt")
        self.cookies.clear()

    def leave(self) -> None:
        if self.writer is not None:
            self.writer.close()


class Stubborn(Resident):
    """Somebody whose connection breaks again and again, and who asks once more until there is an answer."""

    async def ask(self, method: str, path: str, told: dict[str, str] | None = None) -> tuple[int, bytes, bytes]:
        met: Counter[str] = Counter()
        ends = time.monotonic() + MOST_PATIENCE
        while time.monotonic() < ends:
            try:
                status, body, location = await asyncio.wait_for(super().ask(method, path, told), PATIENCE)
            except (OSError, EOFError, TimeoutError) as error:
                met[type(error).__name__] += 1
                self.leave()
                self.writer = None
                await asyncio.sleep(0.1)
            else:
                # A worker that was about to end may answer that it cannot.
                if status < 500:
                    return status, body, location
                met[str(status)] += 1
                await asyncio.sleep(0.1)
        raise TimeoutError(f"{path} had no answer, but {dict(met)}")


async def crowd(port: int, form: str, *, people: int, seconds: float) -> Seen:
    """Let `people` at once take part again and again for so many seconds."""
    seen = Seen()
    ends = time.perf_counter() + seconds

    async def go_on() -> None:
        resident = Resident(port, seen)
        while time.perf_counter() < ends:
            await resident.take_part(form)
        resident.leave()

    await asyncio.gather(*(go_on() for _ in range(people)))
    return seen


async def repeat(port: int, form: str, *, times: int) -> Seen:
    """Fill in one form, and send it `times` at once over connections of their own."""
    seen = Seen()
    first = Resident(port, seen)
    token = await first.fill_in(form)

    async def send_once() -> None:
        other = Resident(port, seen)
        other.cookies = dict(first.cookies)
        await other.send(f"{form}check/", token, {})
        page, _ = await other.read(f"{form}sent/")
        if code := CODE.search(page):
            seen.codes.append(code[1].decode())
        other.leave()

    await asyncio.gather(*(send_once() for _ in range(times)))
    first.leave()
    return seen
