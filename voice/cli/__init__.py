"""The command line, `attendant`."""

from voice.cli.main import app

__all__ = ["app"]
