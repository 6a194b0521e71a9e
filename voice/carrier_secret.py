"""The secret that the carrier signs with: Twilio's auth token, or one made here for the sandbox carrier.

There is no mode without a signature: where no Twilio account is configured, a random token is kept in the
data directory, readable by its owner alone, and both the service and the sandbox carrier read it.
"""

from dataclasses import dataclass

from config.settings import ConfigurationError, Settings
from voice.kept_token import kept_token

SANDBOX_ACCOUNT = "AC" + "0" * 31 + "1"
"""The account of the carrier on this machine. It looks like Twilio's, and is none."""


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    carrier: str
    """`twilio` or `sandbox`."""
    account_sid: str
    auth_token: str

    def __repr__(self) -> str:
        return f"CarrierAccount({self.carrier}, {self.account_sid}, auth_token=***)"


def carrier_account(settings: Settings) -> CarrierAccount:
    """The account whose webhooks are believed. Raises `ConfigurationError`."""
    token = settings.twilio.auth_token.get_secret_value()
    if token:
        return CarrierAccount("twilio", settings.twilio.account_sid or SANDBOX_ACCOUNT, token)
    if settings.twilio.account_sid:
        raise ConfigurationError(
            "twilio.auth_token is missing: without it Twilio's requests cannot be told from anyone's. "
            "Set ATTENDANT_TWILIO__AUTH_TOKEN."
        )
    return CarrierAccount("sandbox", SANDBOX_ACCOUNT, kept_token(settings.data_directory / "sandbox.token"))
