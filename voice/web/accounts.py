"""Who may sign in at the pages, over HTTP, for whoever holds the operators' token."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from aiohttp import web

from transcripts.access.accounts import Account, AccountError, Accounts, Role
from transcripts.access.passwords import WeakPassword
from transcripts.access.sessions import Sessions
from transcripts.store.contract import StoreError
from voice.web.operators import LARGEST_BODY, authorise, json_answer, problem


class AccountShown(msgspec.Struct, frozen=True):
    name: str
    role: Role
    agent: str
    disabled: bool


class NewAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    role: Role
    password: str
    agent: str = ""


class ChangedAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    disabled: bool | None = None
    password: str = ""
    """Empty: as it was."""


@dataclass(frozen=True, slots=True)
class AccountsApi:
    accounts: Accounts
    sessions: Sessions
    agents: Callable[[], tuple[str, ...]]
    """The centre's, by name."""
    token: str

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/accounts", self.listed),
            web.post("/api/accounts", self.add),
            web.post("/api/accounts/{name}", self.change),
        ]

    async def listed(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        try:
            return json_answer([_shown(account) for account in await self.accounts.all()])
        except StoreError as error:
            return problem(503, str(error))

    async def add(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        try:
            new = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=NewAccount)
            if new.agent and new.agent not in self.agents():
                known = ", ".join(self.agents()) or "none"
                return problem(400, f"there is no agent {new.agent!r}; there are: {known}")
            if not new.password:
                return problem(400, "an account takes a password")
            account = await self.accounts.add(new.name, new.role, agent=new.agent, password=new.password)
        except msgspec.MsgspecError as error:
            return problem(400, f'send {{"name": …, "role": "agent", "agent": …, "password": …}}: {error}')
        except (AccountError, WeakPassword) as error:
            return problem(400, str(error))
        except StoreError as error:
            return problem(503, str(error))
        return json_answer(_shown(account), 201)

    async def change(self, request: web.Request) -> web.Response:
        """Whoever is disabled, or has a new password, is signed out everywhere."""
        authorise(request, self.token)
        name = request.match_info["name"]
        try:
            change = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=ChangedAccount)
            account = await self.accounts.find(name)
            if change.password:
                account = await self.accounts.set_password(name, change.password)
            if change.disabled is not None:
                account = await self.accounts.set_disabled(name, change.disabled)
            if account is None:
                return problem(404, f"there is no account {name!r}")
            if change.password or change.disabled:
                await self.sessions.end_all(name)
        except msgspec.MsgspecError as error:
            return problem(400, f'send {{"disabled": true}} or {{"password": …}}: {error}')
        except AccountError as error:
            return problem(404, str(error))
        except WeakPassword as error:
            return problem(400, str(error))
        except StoreError as error:
            return problem(503, str(error))
        return json_answer(_shown(account))


def _shown(account: Account) -> AccountShown:
    return AccountShown(account.name, account.role, account.agent, account.disabled)
