"""A random token in a file that its owner alone can read, made where it is not there."""

import os
import secrets
from pathlib import Path

from config.settings import ConfigurationError

SHORTEST = 32


def kept_token(path: Path) -> str:
    """Raises `ConfigurationError` where the file holds no token."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        token = path.read_text(encoding="ascii").strip()
        if len(token) < SHORTEST:
            raise ConfigurationError(f"{path} holds no token. Delete it; a new one is made.") from None
        return token
    token = secrets.token_hex(SHORTEST // 2)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)
    return token
