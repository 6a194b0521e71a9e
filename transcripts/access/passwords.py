"""Passwords: what is taken for one, and Argon2id hashes made off the event loop.

Parameters of RFC 9106 §4 (low memory: 64 MiB, 3 passes), argon2-cffi's default. NIST SP 800-63B: length
counts, composition rules do not.
"""

import asyncio
from concurrent.futures import Executor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
"""Characters; more would only make us work."""

NAMED = 4
"""Characters of a name that are no accident in a password."""

AT_ONCE = 2
"""Hashes at once: each takes 64 MiB for a tenth of a second."""


class WeakPassword(Exception):
    """The message says what would do."""


def require_strong(password: str, name: str) -> None:
    """Raises `WeakPassword`. `name`: of the account, which must not be the password."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"a password has {SHORTEST} to {LONGEST} characters; a short sentence does well")
    if len(set(password.casefold())) < SHORTEST // 2:
        raise WeakPassword("this password repeats a few characters; a short sentence does well")
    if len(name) >= NAMED and name.casefold() in password.casefold():
        raise WeakPassword("the password must not contain the name of the account")


class Passwords:
    """One service's."""

    def __init__(self, threads: Executor, hasher: PasswordHasher | None = None) -> None:
        self._threads = threads
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._nobody = ""
        """A hash of nobody's password, so that a name that does not exist takes as long as one that does."""

    async def hashed(self, password: str) -> str:
        async with self._room:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, self._hasher.hash, password
            )

    async def matches(self, hashed: str, password: str) -> bool:
        """Whether it is the password of this hash; an empty hash, or a password too long, is nobody's."""
        if not self._nobody:
            self._nobody = await self.hashed("nobody's password")
        right = bool(hashed) and len(password) <= LONGEST
        async with self._room:
            verified = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._verify, hashed or self._nobody, password[:LONGEST]
            )
        return right and verified

    def outdated(self, hashed: str) -> bool:
        """Whether it was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(hashed)

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False
